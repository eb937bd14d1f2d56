using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Ronghe.Learning.Xapi.Statements;

/// <summary>
/// What a Statement is found by: 64 bits of SHA-256 over kind and identifier. The kinds of related agents and activities hold only
/// what is not already found without <c>related_…</c>, so that a search over both meets each Statement once.
/// </summary>
internal static class StatementKeys
{
    private const char VerbKind = 'v', AgentKind = 'a', RelatedAgentKind = 'A', ActivityKind = 'i', RelatedActivityKind = 'I', RegistrationKind = 'r';

    internal static long Verb(string iri) => KeyOf(VerbKind, iri);

    internal static long Registration(Guid id) => KeyOf(RegistrationKind, id.ToString());

    internal static long Activity(string iri, bool related = false) => KeyOf(related ? RelatedActivityKind : ActivityKind, iri);

    internal static long Agent(string identifier, bool related = false) => KeyOf(related ? RelatedAgentKind : AgentKind, identifier);

    /// <summary>The inverse functional identifier as one text; null for an anonymous Group.</summary>
    internal static string? IdentifierOf(JsonElement actor)
    {
        if (actor.TryGetProperty("mbox", out var mbox)) return "mbox\n" + mbox.GetString();
        if (actor.TryGetProperty("mbox_sha1sum", out var sha1)) return "mbox_sha1sum\n" + sha1.GetString()!.ToLowerInvariant();
        if (actor.TryGetProperty("openid", out var openId)) return "openid\n" + openId.GetString();
        return actor.TryGetProperty("account", out var account)
            ? Account(account.GetProperty("homePage").GetString()!, account.GetProperty("name").GetString()!)
            : null;
    }

    internal static string Account(string homePage, string name) => $"account\n{homePage}\n{name}";

    /// <summary>Every key of a Statement that obeys the rules, with the authority that it was stored under.</summary>
    internal static HashSet<long> Of(JsonElement statement, string authority)
    {
        var collected = new Collected();
        collected.Keys.Add(Verb(statement.GetProperty("verb").GetProperty("id").GetString()!));
        Body(statement, related: false, collected);
        collected.RelatedAgents.Add(authority);
        return collected.Finish();
    }

    private static void Body(JsonElement statement, bool related, Collected into)
    {
        Actor(statement.GetProperty("actor"), related, into);
        var about = statement.GetProperty("object");
        switch (about.TryGetProperty("objectType", out var type) ? type.GetString() : "Activity")
        {
            case "Activity": into.Activity(about.GetProperty("id").GetString()!, related); break;
            case "Agent" or "Group": Actor(about, related, into); break;
            case "SubStatement": Body(about, related: true, into); break;
        }

        if (statement.TryGetProperty("context", out var context)) Context(context, related, into);
    }

    private static void Context(JsonElement context, bool inSubStatement, Collected into)
    {
        if (!inSubStatement && context.TryGetProperty("registration", out var registration)) into.Keys.Add(Registration(registration.GetGuid()));
        if (context.TryGetProperty("instructor", out var instructor)) Actor(instructor, related: true, into);
        if (context.TryGetProperty("team", out var team)) Actor(team, related: true, into);
        foreach (var (list, who) in ((string, string)[])[("contextAgents", "agent"), ("contextGroups", "group")])
        {
            if (!context.TryGetProperty(list, out var parties)) continue;
            foreach (var party in parties.EnumerateArray()) Actor(party.GetProperty(who), related: true, into);
        }

        if (!context.TryGetProperty("contextActivities", out var lists)) return;
        foreach (var list in lists.EnumerateObject())
        {
            if (list.Value.ValueKind == JsonValueKind.Object) into.Activity(list.Value.GetProperty("id").GetString()!, related: true);
            else foreach (var activity in list.Value.EnumerateArray()) into.Activity(activity.GetProperty("id").GetString()!, related: true);
        }
    }

    private static void Actor(JsonElement actor, bool related, Collected into)
    {
        if (IdentifierOf(actor) is { } identifier) into.Agent(identifier, related);
        if (!ActorRules.IsGroup(actor) || !actor.TryGetProperty("member", out var members)) return;
        foreach (var member in members.EnumerateArray()) into.Agent(IdentifierOf(member)!, related);
    }

    private static long KeyOf(char kind, string identifier)
    {
        var length = Encoding.UTF8.GetMaxByteCount(identifier.Length) + 1;
        var bytes = length <= 1024 ? stackalloc byte[length] : new byte[length];
        bytes[0] = (byte)kind;
        var written = Encoding.UTF8.GetBytes(identifier, bytes[1..]) + 1;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..written], hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    private sealed class Collected
    {
        private readonly HashSet<string> agents = new(StringComparer.Ordinal);
        private readonly HashSet<string> activities = new(StringComparer.Ordinal);
        private readonly HashSet<string> relatedActivities = new(StringComparer.Ordinal);

        internal HashSet<long> Keys { get; } = [];

        internal HashSet<string> RelatedAgents { get; } = new(StringComparer.Ordinal);

        internal void Agent(string identifier, bool related) => (related ? RelatedAgents : agents).Add(identifier);

        internal void Activity(string iri, bool related) => (related ? relatedActivities : activities).Add(iri);

        internal HashSet<long> Finish()
        {
            foreach (var agent in agents) Keys.Add(StatementKeys.Agent(agent));
            foreach (var agent in RelatedAgents) if (!agents.Contains(agent)) Keys.Add(StatementKeys.Agent(agent, related: true));
            foreach (var activity in activities) Keys.Add(StatementKeys.Activity(activity));
            foreach (var activity in relatedActivities) if (!activities.Contains(activity)) Keys.Add(StatementKeys.Activity(activity, related: true));
            return Keys;
        }
    }
}
