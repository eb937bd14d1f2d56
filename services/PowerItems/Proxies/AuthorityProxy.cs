namespace Ronghe.PowerItems.Proxies;

/// <summary>A standing proxy: one person acts in another's place on tasks that are assigned within its time.</summary>
internal sealed class AuthorityProxy
{
    public Guid Id { get; init; }

    public required Guid GivenBy { get; init; }

    public required Guid GivenTo { get; init; }

    /// <summary>First moment, included.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Last moment, excluded.</summary>
    public required DateTimeOffset Until { get; init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public long Version { get; private set; } = 1;

    internal void Revoke(DateTimeOffset at) => (RevokedAt, Version) = (at, Version + 1);
}
