using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ronghe.PowerItems.Ledger.Trees;

/// <summary>Degraded, not unhealthy, while the stored log does not fit what was signed: people go on working, operators must look.</summary>
internal sealed class LedgerHealth : IHealthCheck
{
    /// <summary>What does not fit; null while all is well.</summary>
    internal string? Damage { get; set; }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        Damage is { } what ? HealthCheckResult.Degraded($"The ledger was changed and is not extended: {what}.") : HealthCheckResult.Healthy());
}
