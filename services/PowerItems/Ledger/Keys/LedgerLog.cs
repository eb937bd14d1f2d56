using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger.Trees;

namespace Ronghe.PowerItems.Ledger.Keys;

/// <summary>Which log this is, its hash, and the key that signs for it now.</summary>
internal sealed class LedgerLog(IConfiguration configuration) : IDisposable
{
    private readonly IReadOnlyList<ILedgerKey> keys = KeyFolder.Open(configuration);
    private LedgerKey? first;

    /// <summary>Id of the first key: it names the log in everything that is signed.</summary>
    internal string Id => First.Id;

    internal TreeHash Hash => First.Algorithm == Sm2Key.Name ? TreeHash.Sm3 : TreeHash.Sha256;

    /// <summary>An act is in a published tree this long after its receipt, or something is wrong.</summary>
    internal TimeSpan MaximumMergeDelay { get; } = TimeSpan.FromSeconds(configuration.GetValue("Ledger:MaximumMergeDelaySeconds", 60));

    /// <summary>Witnesses that must have signed a head before a pack rests on it.</summary>
    internal int Quorum { get; } = configuration.GetValue("Ledger:Quorum", 2);

    private LedgerKey First => first ?? throw new InvalidOperationException("The ledger's keys have not been registered yet.");

    /// <summary>The document with the id of the key and its signature, both of which are not part of what is signed.</summary>
    internal JsonObject Sign(JsonObject document)
    {
        var (key, signature) = SignBytes(CanonicalJson.Of(document));
        document["key"] = key;
        document["signature"] = Convert.ToBase64String(signature);
        return document;
    }

    internal (string Key, byte[] Signature) SignBytes(byte[] data) => (IdOf(keys[^1]), keys[^1].Sign(data));

    /// <summary>Puts keys of the folder on record that are not yet: the first founds the log, each later one is endorsed by the one before.</summary>
    internal static async Task Register(IServiceProvider services, PowerItemsDb db, CancellationToken ct)
    {
        var log = services.GetRequiredService<LedgerLog>();
        var known = await db.LedgerKeys.OrderBy(key => key.Number).ToListAsync(ct);
        if (known.Count > 0 && log.keys.All(key => IdOf(key) != known[^1].Id))
            throw new InvalidOperationException($"The ledger's key {known[^1].Id} is not in its folder. Bring it back: without it no head can be signed and no new key endorsed.");
        foreach (var key in log.keys.Where(key => known.All(one => one.Id != IdOf(key))))
        {
            var added = log.Founded(key, known, services.GetRequiredService<TimeProvider>().GetUtcNow());
            known.Add(added);
            db.Add(added);
        }

        await db.SaveChangesAsync(ct);
        log.first = known[0];
    }

    private LedgerKey Founded(ILedgerKey key, List<LedgerKey> known, DateTimeOffset now)
    {
        var before = known.Count == 0 ? null : keys.First(one => IdOf(one) == known[^1].Id);
        var bare = new LedgerKey { Id = IdOf(key), Number = known.Count + 1, Algorithm = key.Algorithm, PublicKey = key.PublicKey, Since = now };
        return before is null ? bare : new LedgerKey
        {
            Id = bare.Id,
            Number = bare.Number,
            Algorithm = bare.Algorithm,
            PublicKey = bare.PublicKey,
            Since = now,
            EndorsedBy = IdOf(before),
            Endorsement = before.Sign(CanonicalJson.Of(bare.Statement(known[0].Id))),
        };
    }

    internal static string IdOf(byte[] publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey));

    private static string IdOf(ILedgerKey key) => IdOf(key.PublicKey);

    public void Dispose()
    {
        foreach (var key in keys) key.Dispose();
    }
}
