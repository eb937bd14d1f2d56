using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronghe.Gateway.Conditions;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;

namespace Ronghe.Gateway.Documents;

/// <summary>The platform's API document as it stands: asked of the services again and again, kept when they are away.</summary>
internal sealed class PlatformDocument(IProxyStateLookup proxy, IConfiguration configuration, TimeProvider clock) : BackgroundService
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Dictionary<string, JsonObject> _last = [];
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Rendered? _rendered;

    internal sealed record Rendered(byte[] Body, string ETag);

    internal async Task<Rendered> CurrentAsync(CancellationToken ct)
    {
        await _first.Task.WaitAsync(ct);
        return _rendered!;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var complete = await RefreshAsync(stoppingToken);
            _first.TrySetResult();
            await Task.Delay(complete ? TimeSpan.FromSeconds(30) : TimeSpan.FromSeconds(2), clock, stoppingToken);
        }
    }

    private async Task<bool> RefreshAsync(CancellationToken ct)
    {
        var parts = await Task.WhenAll(proxy.ByName().Select(cluster => PartAsync(cluster, Scopes(cluster), ct)));
        var wanted = parts.OfType<ServiceDocument>().ToList();
        foreach (var part in wanted)
            if (part.Document is not null) _last[part.Service] = part.Document;
        var merged = DocumentMerge.Merge(wanted, configuration["Identity:Issuer"] ?? "");
        var body = JsonSerializer.SerializeToUtf8Bytes(merged, Plain);
        _rendered = new Rendered(body, $"\"{Convert.ToHexStringLower(SHA256.HashData(body)[..12])}\"");
        return wanted.All(part => part.Fresh);
    }

    // Only services with a route that demands a scope have an API; pages have none.
    private async Task<ServiceDocument?> PartAsync(ClusterState cluster, Dictionary<string, string> scopes, CancellationToken ct)
    {
        if (scopes.Count == 0) return null;
        var fetched = await FetchAsync(cluster, ct);
        return new ServiceDocument(cluster.ClusterId, cluster.TitleOf(), scopes, fetched ?? _last.GetValueOrDefault(cluster.ClusterId), fetched is not null);
    }

    private Dictionary<string, string> Scopes(ClusterState cluster) => proxy.GetRoutes()
        .Where(route => route.Config.ClusterId == cluster.ClusterId && route.Config.Metadata?.ContainsKey("Scope") == true)
        .DistinctBy(route => PrefixOf(route.Config)).ToDictionary(route => PrefixOf(route.Config), route => route.Config.Metadata!["Scope"]);

    private static string PrefixOf(RouteConfig route) => route.Match.Path!.Split('{')[0];

    private static async Task<JsonObject?> FetchAsync(ClusterState cluster, CancellationToken ct)
    {
        foreach (var replica in cluster.Destinations.Values)
        {
            using var answer = await cluster.AskAsync(replica, "/openapi/v1.json", ct);
            if (answer is not { IsSuccessStatusCode: true }) continue;
            try
            {
                if (JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct)) is JsonObject document) return document;
            }
            catch (JsonException)
            {
                // Half a document is none; the next replica may have a whole one.
            }
        }

        return null;
    }
}
