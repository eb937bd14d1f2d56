using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ronghe.ServiceDefaults.Directory;

/// <summary>Whether the directory copy was filled.</summary>
public sealed class DirectoryReadiness
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True once the copy holds a whole snapshot.</summary>
    public bool IsReady => ready.Task.IsCompletedSuccessfully;

    /// <summary>Waits for the copy.</summary>
    public Task WaitUntilReady(CancellationToken ct) => ready.Task.WaitAsync(ct);

    internal void MarkReady() => ready.TrySetResult();
}

internal sealed class DirectoryHealth(DirectoryReadiness readiness) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(readiness.IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The directory has not been copied yet."));
}
