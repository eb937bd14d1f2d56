using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Ronghe.Learning.Xapi.Queries;

internal enum StatementFormat { Exact, Ids, Canonical }

/// <summary>What a GET asks for (Communication 2.1.3). An unknown or wrong parameter is refused, never ignored.</summary>
internal sealed record StatementQuery
{
    /// <summary>Statements in one answer, at the most.</summary>
    internal const int Most = 500;

    private static readonly string[] Filters =
        ["agent", "verb", "activity", "registration", "related_activities", "related_agents", "since", "until", "limit", "ascending"];

    private static readonly HashSet<string> Known = new([.. Filters, "statementId", "voidedStatementId", "format", "attachments", "more"], StringComparer.Ordinal);

    internal Guid? StatementId { get; private init; }

    internal Guid? VoidedStatementId { get; private init; }

    internal string? Agent { get; private init; }

    internal string? Verb { get; private init; }

    internal string? Activity { get; private init; }

    internal Guid? Registration { get; private init; }

    internal bool RelatedActivities { get; private init; }

    internal bool RelatedAgents { get; private init; }

    internal DateTimeOffset? Since { get; private init; }

    internal DateTimeOffset? Until { get; private init; }

    internal int Limit { get; private init; } = Most;

    internal bool Ascending { get; private init; }

    internal StatementFormat Format { get; private init; }

    internal bool Attachments { get; private init; }

    /// <summary>Where the page before ended; null for the first.</summary>
    internal (DateTimeOffset Stored, long Seq)? After { get; private init; }

    internal bool AsksForOne => StatementId is not null || VoidedStatementId is not null;

    /// <summary>Throws <see cref="MalformedException"/> naming the parameter.</summary>
    internal static StatementQuery Parse(IQueryCollection parameters)
    {
        if (parameters.TryGetValue("more", out var more)) return OfMore(more.ToString());
        foreach (var name in parameters.Keys)
        {
            if (!Known.Contains(name)) throw Wrong(name, "没有这个查询参数（区分大小写）。", "There is no such parameter; names are case-sensitive.");
            if (parameters[name].Count != 1) throw Wrong(name, "只能出现一次。", "May be given only once.");
        }

        var query = Of(name => parameters.TryGetValue(name, out var value) ? value.ToString() : null);
        if (query is { StatementId: not null, VoidedStatementId: not null }) throw Wrong("voidedStatementId", "不能与 statementId 同时使用。", "Cannot go with statementId.");
        if (query.AsksForOne && Filters.FirstOrDefault(parameters.ContainsKey) is { } filter)
            throw Wrong(filter, "按 id 查询时不能再带其他条件。", "Cannot go with an id.");
        return query;
    }

    /// <summary>The address of the page after this one, below the endpoint's own address.</summary>
    internal static string MoreAfter(IQueryCollection asked, DateTimeOffset stored, long seq)
    {
        var original = asked.TryGetValue("more", out var more) ? Unpack(more.ToString()).Asked : asked.ToDictionary(one => one.Key, one => one.Value.ToString());
        return Base64UrlTextEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(new Page(original, stored.UtcTicks, seq)));
    }

    private static StatementQuery OfMore(string more)
    {
        var page = Unpack(more);
        return Parse(new QueryCollection(page.Asked.ToDictionary(one => one.Key, one => new StringValues(one.Value)))) with
        {
            After = (new DateTimeOffset(page.Ticks, TimeSpan.Zero), page.Seq),
        };
    }

    private static Page Unpack(string more)
    {
        try
        {
            var page = JsonSerializer.Deserialize<Page>(Base64UrlTextEncoder.Decode(more));
            if (page?.Asked is not null && !page.Asked.ContainsKey("more") && page.Ticks is > 0 and < 3155378975999999999) return page;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or DecoderFallbackException)
        {
        }

        throw Wrong("more", "不是本系统给出的续页地址。", "Not an address of a further page that was given out here.");
    }

    private static StatementQuery Of(Func<string, string?> value) => new()
    {
        StatementId = Id(value, "statementId"),
        VoidedStatementId = Id(value, "voidedStatementId"),
        Agent = value("agent") is { } agent ? XapiParameters.Agent(agent, "agent", groups: true) : null,
        Verb = Iri(value, "verb"),
        Activity = Iri(value, "activity"),
        Registration = Id(value, "registration"),
        RelatedActivities = Flag(value, "related_activities"),
        RelatedAgents = Flag(value, "related_agents"),
        Since = Time(value, "since"),
        Until = Time(value, "until"),
        Limit = LimitOf(value("limit")),
        Ascending = Flag(value, "ascending"),
        Attachments = Flag(value, "attachments"),
        Format = value("format") switch
        {
            null or "exact" => StatementFormat.Exact,
            "ids" => StatementFormat.Ids,
            "canonical" => StatementFormat.Canonical,
            _ => throw Wrong("format", "应为 exact、ids 或 canonical。", "Must be exact, ids or canonical."),
        },
    };

    private static int LimitOf(string? value)
    {
        if (value is null) return Most;
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)) throw Wrong("limit", "应为非负整数。", "Must be a whole number, 0 or more.");
        return limit == 0 ? Most : Math.Min(limit, Most);
    }

    private static Guid? Id(Func<string, string?> value, string name) => value(name) is { } text
        ? Guid.TryParseExact(text, "D", out var id) ? id : throw Wrong(name, "应为 UUID。", "Must be a UUID.")
        : null;

    private static string? Iri(Func<string, string?> value, string name) => value(name) is { } text
        ? DataTypes.IsIri(text) ? text : throw Wrong(name, "应为 IRI。", "Must be an IRI.")
        : null;

    private static bool Flag(Func<string, string?> value, string name) => value(name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw Wrong(name, "应为 true 或 false。", "Must be true or false."),
    };

    private static DateTimeOffset? Time(Func<string, string?> value, string name) => value(name) is { } text
        ? DataTypes.TryTimestamp(text, out var time) ? time.ToUniversalTime() : throw Wrong(name, "应为 RFC 3339 时间。", "Must be an RFC 3339 timestamp.")
        : null;

    private static MalformedException Wrong(string name, string chinese, string english) => new(name, chinese, english);

    private sealed record Page(Dictionary<string, string> Asked, long Ticks, long Seq);
}
