namespace Ronghe.Gateway.Limits;

/// <summary>How often one client system, one person or one address may call in a window; 0 sets no limit.</summary>
internal sealed record RateLimitPolicy
{
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);
    public int Client { get; init; }
    public int User { get; init; }
    public int Address { get; init; }
}

internal sealed record RateLimitSettings
{
    /// <summary>How many gateways share the limits; without Redis each of them grants this part of a limit.</summary>
    public int Replicas { get; init; } = 1;

    public Dictionary<string, RateLimitPolicy> Policies { get; init; } = [];
}

internal enum LimitedKind
{
    Client,
    User,
    Address
}
