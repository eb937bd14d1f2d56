using System.Text.Json;
using System.Text.Json.Nodes;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Ronghe.Gateway.Conditions;

public sealed record ServiceHealth(string Service, string Title, string Status, IReadOnlyList<string> Replicas);

public sealed record PlatformHealthResponse(string Status, DateTimeOffset AsOf, IReadOnlyList<ServiceHealth> Services);

/// <summary>Health of all services as they themselves report it, asked at most once a second.</summary>
internal sealed class PlatformHealth(IProxyStateLookup proxy, TimeProvider clock) : IDisposable
{
    private const string Healthy = "Healthy", Degraded = "Degraded", Unhealthy = "Unhealthy";
    private readonly SemaphoreSlim _one = new(1);
    private PlatformHealthResponse? _last;

    internal async Task<PlatformHealthResponse> AskAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_last is { } last && clock.GetUtcNow() - last.AsOf < TimeSpan.FromSeconds(1)) return last;
            var services = await Task.WhenAll(proxy.ByName().Select(cluster => AskAsync(cluster, ct)));
            var status = services.All(service => service.Status == Healthy) ? Healthy
                : services.Any(service => service.Status == Unhealthy) ? Unhealthy : Degraded;
            return _last = new PlatformHealthResponse(status, clock.GetUtcNow(), services);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private static async Task<ServiceHealth> AskAsync(ClusterState cluster, CancellationToken ct)
    {
        var replicas = await Task.WhenAll(cluster.Destinations.Values.Select(replica => AskAsync(cluster, replica, ct)));
        var status = replicas.Length > 0 && replicas.All(replica => replica == Healthy) ? Healthy
            : replicas.All(replica => replica == Unhealthy) ? Unhealthy : Degraded;
        return new ServiceHealth(cluster.ClusterId, cluster.TitleOf(), status, replicas);
    }

    private static async Task<string> AskAsync(ClusterState cluster, DestinationState replica, CancellationToken ct)
    {
        using var answer = await cluster.AskAsync(replica, "/health", ct);
        if (answer is null || (int)answer.StatusCode is not (200 or 503)) return Unhealthy;
        try
        {
            var report = JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct));
            return report?["status"]?.GetValue<string>() is Healthy or Degraded && answer.IsSuccessStatusCode
                ? report["status"]!.GetValue<string>() : Unhealthy;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return Unhealthy;
        }
    }
}

internal static class PlatformHealthEndpoints
{
    /// <summary>200 while every service answers, degraded or not; 503 when one is gone.</summary>
    internal static void MapPlatformHealth(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/health/all", async (PlatformHealth health, CancellationToken ct) =>
        {
            var report = await health.AskAsync(ct);
            return TypedResults.Json(report, statusCode: report.Status == "Unhealthy" ? 503 : 200);
        }).ExcludeFromDescription();
}
