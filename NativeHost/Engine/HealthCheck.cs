using Aspire.Hosting.ApplicationModel;
using Ronghe.NativeHost.Model;
using Ronghe.NativeHost.Processes;

namespace Ronghe.NativeHost.Engine;

/// <summary>Asks one process over HTTP how it is: often until it is well, then now and then.</summary>
internal static class HealthCheck
{
    private static readonly TimeSpan Eager = TimeSpan.FromMilliseconds(200), Slower = TimeSpan.FromSeconds(1), Calm = TimeSpan.FromSeconds(5), Patience = TimeSpan.FromSeconds(5);
    private static readonly HttpClient Client = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1) }) { Timeout = Patience };

    /// <summary>Reports Healthy, Degraded or Unhealthy; an empty text when the resource has no check: then it is well once it runs.</summary>
    internal static async Task WatchAsync(IResource resource, int replica, int pid, Action<string> report, CancellationToken ct)
    {
        if (resource.Find<HealthPath>() is not { } check)
        {
            report("");
            return;
        }

        var endpoint = check.EndpointName is { } name ? resource.Endpoint(name) : resource.All<Endpoint>().FirstOrDefault(endpoint => endpoint.Environment is null);
        var address = new Uri(new Uri(endpoint?.Url(replica) ?? throw new InvalidOperationException($"{resource.Name} has a health check but no endpoint for it.")), check.Path ?? "/");
        var own = false;
        var pause = Eager;
        try
        {
            while (true)
            {
                var health = await AskAsync(address, check.Status, ct);
                if (health != "Unhealthy" && !(own = own || Ports.IsListenedOnBy(address.Port, pid))) health = "Unhealthy";
                report(health);
                pause = health == "Healthy" ? Calm : pause == Calm ? Eager : pause * 1.2 < Slower ? pause * 1.2 : Slower;
                await Task.Delay(pause, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }

    private static async Task<string> AskAsync(Uri address, int status, CancellationToken ct)
    {
        try
        {
            using var answer = await Client.GetAsync(address, ct);
            if ((int)answer.StatusCode != status) return "Unhealthy";
            var text = await answer.Content.ReadAsStringAsync(ct);
            return text.Length < 10_000 && text.Contains("Degraded", StringComparison.OrdinalIgnoreCase) ? "Degraded" : "Healthy";
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return "Unhealthy";
        }
    }
}
