using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Xapi.Queries;

/// <summary>GET of Statements: one by id, or those that the filters find, page by page (Communication 2.1.3).</summary>
internal static class GetStatements
{
    internal static async Task<IResult> Handle(HttpContext http, Caller caller, UnitOfWorkFactory<LearningDb> work, IConfiguration configuration)
    {
        var ct = http.RequestAborted;
        var query = StatementQuery.Parse(http.Request.Query);
        if (Reach.Reading(caller, Authority.Of(caller, configuration), out var reach) is { } refusal) return refusal.ToProblem();
        await using var unit = await work.BeginAsync(reach.Scope, ct);
        XapiFilter.SayConsistentThrough(http, await ConsistentThrough(unit.Db, ct));
        if (query.AsksForOne)
        {
            var one = await StatementSearch.One(unit.Db, (query.StatementId ?? query.VoidedStatementId)!.Value, query.VoidedStatementId is not null, reach.OnlyKey, ct);
            return one is null ? Results.NotFound() : await Answer(http, unit.Db, query, [one.Value], json => json[0], ct);
        }

        var found = await StatementSearch.Many(unit.Db, query, reach.OnlyKey, ct);
        var more = "";
        if (found.Count > query.Limit)
        {
            found.RemoveAt(found.Count - 1);
            more = $"/xapi/statements?more={StatementQuery.MoreAfter(http.Request.Query, found[^1].Stored, found[^1].Seq)}";
        }

        return await Answer(http, unit.Db, query, found, json => $"{{\"statements\":[{string.Join(',', json)}],\"more\":\"{more}\"}}", ct);
    }

    private static async Task<IResult> Answer(
        HttpContext http, LearningDb db, StatementQuery query, List<FoundStatement> found, Func<IReadOnlyList<string>, string> assemble, CancellationToken ct)
    {
        if (found.Count > 0) http.Response.GetTypedHeaders().LastModified = found.Max(one => one.Stored);
        var body = assemble(await InFormat(http, db, query.Format, found, ct));
        return query.Attachments
            ? await MultipartAnswer.Of(db, body, found.SelectMany(one => AttachmentsOf(one.Json)).Distinct(StringComparer.OrdinalIgnoreCase), ct)
            : Results.Text(body, "application/json");
    }

    private static async Task<IReadOnlyList<string>> InFormat(HttpContext http, LearningDb db, StatementFormat format, List<FoundStatement> found, CancellationToken ct)
    {
        if (format == StatementFormat.Exact) return [.. found.Select(one => one.Json)];
        var parsed = found.Select(one => JsonNode.Parse(one.Json)!.AsObject()).ToList();
        if (format == StatementFormat.Ids) return [.. parsed.Select(one => StatementViews.Ids(one).ToJsonString())];
        var definitions = await ActivityStore.Definitions(db, [.. parsed.SelectMany(StatementViews.ActivitiesOf).Distinct()], ct);
        var languages = http.Request.GetTypedHeaders().AcceptLanguage as IList<StringWithQualityHeaderValue> ?? [];
        return [.. parsed.Select(one => StatementViews.Canonical(one, definitions, languages).ToJsonString())];
    }

    private static IEnumerable<string> AttachmentsOf(string json)
    {
        if (!json.Contains("\"attachments\"", StringComparison.Ordinal)) return [];
        var statement = JsonNode.Parse(json)!;
        return ((JsonArray?[])[statement["attachments"] as JsonArray, statement["object"]!["attachments"] as JsonArray])
            .SelectMany(list => list ?? []).Select(one => one!["sha2"]!.GetValue<string>().ToLowerInvariant());
    }

    // What began before the oldest transaction that is still open has been committed and can be read.
    private static async Task<DateTimeOffset> ConsistentThrough(LearningDb db, CancellationToken ct)
    {
        await using var command = StatementSql.Command(db, """
            SELECT least(min(xact_start), now()) FROM pg_stat_activity
            WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
            """);
        return await command.ExecuteScalarAsync(ct) is DateTime time ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : DateTimeOffset.UnixEpoch;
    }
}
