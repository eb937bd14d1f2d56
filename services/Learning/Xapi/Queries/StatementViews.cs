using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace Ronghe.Learning.Xapi.Queries;

/// <summary>The formats <c>ids</c> and <c>canonical</c> (Communication 2.1.3).</summary>
internal static class StatementViews
{
    private static readonly string[] OfAgent = ["objectType", "mbox", "mbox_sha1sum", "openid", "account"];
    private static readonly string[] Components = ["choices", "scale", "source", "target", "steps"];

    internal static JsonNode Ids(JsonObject statement)
    {
        Each(statement, activity => Keep(activity, "objectType", "id"), Identify, verb => verb.Remove("display"));
        return statement;
    }

    internal static JsonNode Canonical(JsonObject statement, IReadOnlyDictionary<string, string> definitions, IList<StringWithQualityHeaderValue> languages)
    {
        Each(
            statement,
            activity =>
            {
                if (definitions.TryGetValue(activity["id"]!.GetValue<string>(), out var definition)) activity["definition"] = JsonNode.Parse(definition);
                if (activity["definition"] is not JsonObject known) return;
                OneLanguage(known, "name", languages);
                OneLanguage(known, "description", languages);
                foreach (var component in Components.SelectMany(list => known[list] as JsonArray ?? [])) OneLanguage(component!.AsObject(), "description", languages);
            },
            _ => { },
            verb => OneLanguage(verb, "display", languages));
        foreach (var attachment in statement["attachments"] as JsonArray ?? [])
        {
            OneLanguage(attachment!.AsObject(), "display", languages);
            OneLanguage(attachment!.AsObject(), "description", languages);
        }

        return statement;
    }

    /// <summary>Ids of all activities in the Statement.</summary>
    internal static HashSet<string> ActivitiesOf(JsonObject statement)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Each(statement, activity => found.Add(activity["id"]!.GetValue<string>()), _ => { }, _ => { });
        return found;
    }

    /// <summary>The language map with only the entry that the reader likes best; the first entry where none fits.</summary>
    internal static void OneLanguage(JsonObject owner, string name, IList<StringWithQualityHeaderValue> languages)
    {
        if (owner[name] is not JsonObject { Count: > 1 } map) return;
        var chosen = languages.Where(language => language.Quality != 0).OrderByDescending(language => language.Quality ?? 1)
            .Select(language => map.FirstOrDefault(entry => Fits(entry.Key, language.Value.ToString())).Key)
            .FirstOrDefault(key => key is not null) ?? map.First().Key;
        owner[name] = new JsonObject { [chosen] = map[chosen]!.DeepClone() };
    }

    private static bool Fits(string tag, string wanted) => tag.Equals(wanted, StringComparison.OrdinalIgnoreCase)
        || tag.StartsWith(wanted + "-", StringComparison.OrdinalIgnoreCase) || wanted.StartsWith(tag + "-", StringComparison.OrdinalIgnoreCase);

    private static void Each(JsonObject statement, Action<JsonObject> activity, Action<JsonObject> actor, Action<JsonObject> verb)
    {
        actor(statement["actor"]!.AsObject());
        verb(statement["verb"]!.AsObject());
        if (statement["authority"] is JsonObject authority) actor(authority);
        var about = statement["object"]!.AsObject();
        switch ((string?)about["objectType"] ?? "Activity")
        {
            case "Activity": activity(about); break;
            case "Agent" or "Group": actor(about); break;
            case "SubStatement": Each(about, activity, actor, verb); break;
        }

        if (statement["context"] is not JsonObject context) return;
        foreach (var name in (string[])["instructor", "team"]) if (context[name] is JsonObject one) actor(one);
        foreach (var (list, who) in ((string, string)[])[("contextAgents", "agent"), ("contextGroups", "group")])
        {
            foreach (var party in context[list] as JsonArray ?? []) actor(party![who]!.AsObject());
        }

        foreach (var (_, list) in context["contextActivities"] as JsonObject ?? [])
        {
            foreach (var one in list!.AsArray()) activity(one!.AsObject());
        }
    }

    // An identified Group is told by its identifier, an anonymous one by its members.
    private static void Identify(JsonObject actor)
    {
        var anonymous = actor["member"] is JsonArray && !OfAgent.Skip(1).Any(actor.ContainsKey);
        if (anonymous) foreach (var member in actor["member"]!.AsArray()) Keep(member!.AsObject(), OfAgent);
        Keep(actor, anonymous ? ["objectType", "member"] : OfAgent);
    }

    private static void Keep(JsonObject value, params string[] names)
    {
        foreach (var (name, _) in value.ToList()) if (!names.Contains(name)) value.Remove(name);
    }
}
