using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.Keys;

/// <summary>The keys that every replica signs and encrypts with. The newest signs; older ones stay published until their tokens died.</summary>
internal sealed class KeyRing(KeySeal seal)
{
    private volatile Keys? keys;

    internal bool IsLoaded => keys is not null;

    internal IReadOnlyList<ECDsaSecurityKey> Signing => Loaded.Signing;

    internal IReadOnlyList<SymmetricSecurityKey> Encryption => Loaded.Encryption;

    private Keys Loaded => keys ?? throw new ServiceNotReadyException("The signing keys are not loaded yet.");

    /// <summary>Runs at every start under the start-up lock: the first replica of the first start makes the keys.</summary>
    internal static async Task Load(IServiceProvider services, IdentityDb db, CancellationToken ct)
    {
        var ring = services.GetRequiredService<KeyRing>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var stored = await db.Keys.Where(key => key.Use == KeyUses.Signing || key.Use == KeyUses.Encryption).ToListAsync(ct);
        foreach (var use in new[] { KeyUses.Signing, KeyUses.Encryption }.Except(stored.Select(key => key.Use)).ToList())
        {
            stored.Add(ring.Make(use, now));
            db.Keys.Add(stored[^1]);
        }

        await db.SaveChangesAsync(ct);
        ring.Use(stored);
    }

    private StoredKey Make(string use, DateTimeOffset now)
    {
        if (use == KeyUses.Encryption) return new() { Id = NewId(), Use = use, Sealed = seal.Close(RandomNumberGenerator.GetBytes(32), use), CreatedAt = now };
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new() { Id = NewId(), Use = use, Sealed = seal.Close(pair.ExportPkcs8PrivateKey(), use), CreatedAt = now };
    }

    private void Use(IReadOnlyList<StoredKey> stored)
    {
        var newestFirst = stored.OrderByDescending(key => key.CreatedAt).ThenBy(key => key.Id, StringComparer.Ordinal).ToLookup(key => key.Use);
        keys = new(
            [.. newestFirst[KeyUses.Signing].Select(key => new ECDsaSecurityKey(Pair(seal.Open(key.Sealed, key.Use))) { KeyId = key.Id })],
            [.. newestFirst[KeyUses.Encryption].Select(key => new SymmetricSecurityKey(seal.Open(key.Sealed, key.Use)) { KeyId = key.Id })]);
    }

    private static ECDsa Pair(byte[] pkcs8)
    {
        var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(pkcs8, out _);
        return pair;
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private sealed record Keys(IReadOnlyList<ECDsaSecurityKey> Signing, IReadOnlyList<SymmetricSecurityKey> Encryption);
}
