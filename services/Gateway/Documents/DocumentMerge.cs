using System.Text.Json.Nodes;

namespace Ronghe.Gateway.Documents;

/// <summary>Makes one OpenAPI 3.1 document of the services' documents.</summary>
internal static class DocumentMerge
{
    private const string Scheme = "platform";
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    internal static JsonObject Merge(IReadOnlyList<ServiceDocument> parts, string issuer)
    {
        var known = parts.Where(part => part.Document is not null).ToList();
        var renamed = ComponentNames.Rename(known);
        var paths = new JsonObject();
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        var groups = new JsonArray();
        foreach (var (part, document) in renamed)
        {
            var used = AddPaths(paths, part, document);
            tags.UnionWith(used);
            groups.Add(new JsonObject { ["name"] = part.Title, ["tags"] = Names(used) });
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = Info(parts),
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["paths"] = paths,
            ["components"] = Components(renamed, issuer, parts),
            ["tags"] = new JsonArray([.. tags.Select(tag => new JsonObject { ["name"] = tag })]),
            ["x-tagGroups"] = groups
        };
    }

    private static JsonObject Info(IReadOnlyList<ServiceDocument> parts)
    {
        var missing = parts.Where(part => part.Document is null).Select(part => part.Service).ToList();
        var stale = parts.Where(part => part is { Document: not null, Fresh: false }).Select(part => part.Service).ToList();
        var description = "融合平台的全部接口。错误按 RFC 9457 答复；POST 可带 Idempotency-Key。\n\n"
            + "All interfaces of the Ronghe platform. Errors are RFC 9457 problems; a POST takes an Idempotency-Key.";
        if (missing.Count > 0) description += $"\n\n**暂缺 Missing for now**: {string.Join(", ", missing)}";
        var info = new JsonObject { ["title"] = "融合 Ronghe", ["version"] = "v1", ["description"] = description };
        if (missing.Count > 0) info["x-missing"] = Names(missing);
        if (stale.Count > 0) info["x-stale"] = Names(stale);
        return info;
    }

    private static SortedSet<string> AddPaths(JsonObject paths, ServiceDocument part, JsonObject document)
    {
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (path, item) in document["paths"]?.AsObject() ?? [])
        {
            // What no route leads to is nobody's business outside.
            if (part.ScopeOf(path) is not { } scope || item is not JsonObject || paths.ContainsKey(path)) continue;
            var copy = item.DeepClone().AsObject();
            foreach (var method in Methods)
                if (copy[method] is JsonObject operation) used.UnionWith(Complete(operation, scope, part));
            paths[path] = copy;
        }

        return used;
    }

    private static List<string> Complete(JsonObject operation, string scope, ServiceDocument part)
    {
        operation["security"] = new JsonArray(new JsonObject { [Scheme] = new JsonArray(scope) });
        if (operation["tags"] is not JsonArray { Count: > 0 }) operation["tags"] = new JsonArray(part.Service);
        if (operation["operationId"]?.GetValue<string>() is { } id) operation["operationId"] = $"{part.Service}.{id}";
        var responses = operation["responses"] as JsonObject ?? [];
        operation["responses"] ??= responses;
        foreach (var status in new[] { "401", "403", "429" })
            if (!responses.ContainsKey(status)) responses[status] = new JsonObject { ["$ref"] = $"#/components/responses/Gateway{status}" };
        return [.. operation["tags"]!.AsArray().Select(tag => tag!.GetValue<string>())];
    }

    private static JsonObject Components(List<(ServiceDocument Part, JsonObject Document)> documents, string issuer, IReadOnlyList<ServiceDocument> parts)
    {
        var all = new JsonObject();
        foreach (var (_, document) in documents)
        {
            foreach (var (kind, named) in document["components"]?.AsObject() ?? [])
            {
                if (kind == "securitySchemes" || named is not JsonObject members) continue;
                var target = all[kind] as JsonObject ?? [];
                all[kind] ??= target;
                foreach (var (name, value) in members)
                    if (!target.ContainsKey(name)) target[name] = value?.DeepClone();
            }
        }

        var responses = all["responses"] as JsonObject ?? [];
        all["responses"] ??= responses;
        responses["Gateway401"] = Problem("没有令牌或令牌无效。 No token, or not a valid one.");
        responses["Gateway403"] = Problem("没有权限。 The scope or the unit is not the caller's.");
        responses["Gateway429"] = Problem("太频繁，见 Retry-After。 Too many requests, see Retry-After.");
        all["securitySchemes"] = new JsonObject { [Scheme] = SecurityScheme(issuer, parts) };
        return all;
    }

    private static JsonObject Problem(string description) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } } }
    };

    private static JsonObject SecurityScheme(string issuer, IReadOnlyList<ServiceDocument> parts)
    {
        var host = issuer.TrimEnd('/');
        JsonObject Scopes() => new(parts.SelectMany(part => part.Scopes.Values.Select(scope => (scope, part.Title))).DistinctBy(pair => pair.scope)
            .Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.scope, pair.Title)));
        return new JsonObject
        {
            ["type"] = "oauth2",
            ["description"] = "人员用授权码 + PKCE；下属单位系统用客户端凭据（private_key_jwt）。 People: code + PKCE; subsidiaries: client credentials with private_key_jwt.",
            ["flows"] = new JsonObject
            {
                ["authorizationCode"] = new JsonObject
                {
                    ["authorizationUrl"] = $"{host}/connect/authorize", ["tokenUrl"] = $"{host}/connect/token", ["refreshUrl"] = $"{host}/connect/token",
                    ["scopes"] = Scopes()
                },
                ["clientCredentials"] = new JsonObject { ["tokenUrl"] = $"{host}/connect/token", ["scopes"] = Scopes() }
            }
        };
    }

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => JsonValue.Create(name))]);
}
