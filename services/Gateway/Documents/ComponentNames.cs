using System.Text.Json.Nodes;

namespace Ronghe.Gateway.Documents;

/// <summary>Gives components that are called alike but differ between services the service's name in front.</summary>
internal static class ComponentNames
{
    private const string Prefix = "#/components/";

    internal static List<(ServiceDocument Part, JsonObject Document)> Rename(IReadOnlyList<ServiceDocument> parts)
    {
        var differing = Differing(parts);
        return [.. parts.Select(part => (part, Renamed(part, differing)))];
    }

    private static HashSet<string> Differing(IReadOnlyList<ServiceDocument> parts)
    {
        var seen = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        var differing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (reference, value) in parts.SelectMany(part => Components(part.Document!)))
            if (!seen.TryAdd(reference, value) && !JsonNode.DeepEquals(seen[reference], value)) differing.Add(reference);
        // A schema that is alike but points at one that differs is not alike either.
        for (var before = -1; before != differing.Count;)
        {
            before = differing.Count;
            foreach (var (reference, value) in parts.SelectMany(part => Components(part.Document!)))
                if (value is not null && References(value).Any(differing.Contains)) differing.Add(reference);
        }

        return differing;
    }

    private static IEnumerable<(string Reference, JsonNode? Value)> Components(JsonObject document) =>
        from kind in document["components"]?.AsObject() ?? []
        where kind.Key != "securitySchemes" && kind.Value is JsonObject
        from named in kind.Value!.AsObject()
        select ($"{Prefix}{kind.Key}/{named.Key}", named.Value);

    private static JsonObject Renamed(ServiceDocument part, HashSet<string> differing)
    {
        var document = part.Document!.DeepClone().AsObject();
        if (differing.Count == 0) return document;
        var front = string.Concat(part.Service.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        foreach (var (kind, named) in document["components"]?.AsObject() ?? [])
        {
            if (kind == "securitySchemes" || named is not JsonObject members) continue;
            foreach (var name in members.Select(member => member.Key).Where(name => differing.Contains($"{Prefix}{kind}/{name}")).ToList())
            {
                var value = members[name];
                members.Remove(name);
                members[front + name] = value;
            }
        }

        Repoint(document, reference => differing.Contains(reference) ? Fronted(reference, front) : reference);
        return document;
    }

    private static string Fronted(string reference, string front) => reference.Insert(reference.LastIndexOf('/') + 1, front);

    private static List<string> References(JsonNode node)
    {
        var found = new List<string>();
        Repoint(node.DeepClone(), reference =>
        {
            found.Add(reference);
            return reference;
        });
        return found;
    }

    // $ref anywhere, and the values of a discriminator's mapping.
    private static void Repoint(JsonNode? node, Func<string, string> rename)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Repoint(item, rename);
            return;
        }

        if (node is not JsonObject members) return;
        foreach (var (name, value) in members.ToList())
        {
            if (value is JsonValue text && text.TryGetValue<string>(out var reference) && reference.StartsWith(Prefix, StringComparison.Ordinal))
                members[name] = rename(reference);
            else Repoint(value, rename);
        }
    }
}
