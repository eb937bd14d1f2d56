using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger.Keys;
using Ronghe.PowerItems.Ledger.Proofs;
using Ronghe.PowerItems.Ledger.Trees;
using Ronghe.PowerItems.Ledger.Witnesses;

namespace Ronghe.PowerItems.Ledger.Evidence;

/// <summary>A case with everything that proves it: one zip of JSON that is checked without the platform.</summary>
internal sealed class EvidencePack(PowerItemsDb db, LedgerLog log, ActLedger ledger)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Null while there is no head at all.</summary>
    /// <param name="since">Size of a head that the reader keeps elsewhere, to be linked with the newest; null for none.</param>
    /// <exception cref="InvalidDataException">The ledger lacks hashes.</exception>
    internal async Task<byte[]?> Of(PowerCase powerCase, long? since, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.NewestHead(0, ct) is not { } newest) return null;
        var witnessed = await db.NewestHead(Math.Max(1, log.Quorum), ct);
        var tree = new TreeReader(db, log.Hash);
        var acts = await Acts(powerCase, newest.Size, tree, ct);
        var links = new JsonArray();
        foreach (var from in new[] { since, witnessed?.Size }.OfType<long>().Where(size => size > 0 && size < newest.Size).Distinct())
            links.Add(Link(from, newest.Size, await tree.Consistency(from, newest.Size, ct)));

        var heads = new List<GetHeadResponse>();
        foreach (var head in new[] { witnessed, newest }.OfType<LedgerHead>().DistinctBy(head => head.Size))
            heads.Add(new GetHeadResponse(SignedHead.Of(head, log), await db.CosignaturesOf(log.Id, head, ct)));
        return Zip(
            ("pack.json", new { format = "ronghe.pack/1", @case = powerCase.Id, log = log.Id, hash = log.Hash.Name, quorum = log.Quorum, lastLeaf = Hex(powerCase.LastLeaf), made = LedgerTime.Write(now) }),
            ("acts.json", acts),
            ("content.json", CaseLeaf.Content(powerCase)),
            ("heads.json", heads),
            ("consistency.json", links),
            ("keys.json", await db.ShownLedgerKeys(log, ct)),
            ("witnesses.json", await db.ShownWitnesses(ct)));
    }

    private async Task<JsonArray> Acts(PowerCase powerCase, long size, TreeReader tree, CancellationToken ct)
    {
        var acts = await db.Acts.AsNoTracking().Include(act => act.Input).Where(act => act.CaseId == powerCase.Id && act.LeafHash.Length > 0)
            .OrderBy(act => act.CaseVersion).ToListAsync(ct);
        var ids = acts.Select(act => act.Id).ToList();
        var places = await db.LedgerEntries.AsNoTracking().Where(entry => ids.Contains(entry.ActId) && entry.Index < size)
            .ToDictionaryAsync(entry => entry.ActId, entry => entry.Index, ct);
        var shown = new JsonArray();
        foreach (var act in acts)
        {
            long? index = places.TryGetValue(act.Id, out var place) ? place : null;
            shown.Add(new JsonObject
            {
                ["index"] = index,
                ["leaf"] = CaseLeaf.Of(act),
                ["path"] = Hex(index is null ? [] : await tree.Inclusion(index.Value, size, ct)),
                ["opinion"] = act.Input is null ? null : new JsonObject
                {
                    ["text"] = act.Input.Opinion,
                    ["salt"] = Convert.ToHexStringLower(act.Input.Salt),
                },
                ["seenSalt"] = powerCase.Salt is null ? null : Convert.ToHexStringLower(ledger.SaltOf(powerCase.Salt, act.Id)),
            });
        }

        return shown;
    }

    private static JsonObject Link(long from, long to, IReadOnlyList<byte[]> path) => new() { ["from"] = from, ["to"] = to, ["path"] = Hex(path) };

    private static string? Hex(byte[]? hash) => hash is null ? null : Convert.ToHexStringLower(hash);

    private static JsonArray Hex(IReadOnlyList<byte[]> hashes) => new([.. hashes.Select(hash => (JsonNode)Convert.ToHexStringLower(hash))]);

    private static byte[] Zip(params (string Name, object Document)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, document) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                JsonSerializer.Serialize(entry, document, document.GetType(), Readable);
            }
        }

        return bytes.ToArray();
    }
}
