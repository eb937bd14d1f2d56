using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace Ronghe.ServiceDefaults.Callers;

/// <summary>Tokens that were validated in this process: at most 50,000, none beyond its expiry.</summary>
public sealed class ValidatedTokens(TimeProvider clock) : IDisposable
{
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = 50_000, CompactionPercentage = 0.1 });

    /// <summary>Forgets a token at once, such as when its session was revoked.</summary>
    public void Forget(ReadOnlySpan<char> token) => cache.Remove(KeyOf(token));

    /// <summary>The caller of a token that was validated before; null when it was not, or has expired since.</summary>
    public Caller? CallerOf(ReadOnlySpan<char> token) => Live(KeyOf(token))?.Caller;

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();

    internal static UInt128 KeyOf(ReadOnlySpan<char> token)
    {
        Span<byte> hash = stackalloc byte[32];
        var bytes = token.Length <= 2048 ? stackalloc byte[token.Length * 3] : new byte[token.Length * 3];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(token, bytes)], hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    internal ClaimsPrincipal? Find(UInt128 key) => Live(key)?.Principal;

    internal void Keep(UInt128 key, ClaimsPrincipal principal, DateTimeOffset expires)
    {
        var left = expires - clock.GetUtcNow();
        if (left <= TimeSpan.Zero) return;
        cache.Set(key, new Entry(principal, Caller.Of(principal), expires), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = left });
    }

    private Entry? Live(UInt128 key) =>
        cache.TryGetValue(key, out Entry? entry) && entry!.Expires > clock.GetUtcNow() ? entry : null;

    private sealed record Entry(ClaimsPrincipal Principal, Caller? Caller, DateTimeOffset Expires);
}
