using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Ronghe.PowerItems.Ledger.Trees;

namespace Ronghe.Bench.Ledger;

/// <summary>A large tree, and proofs of leaves anywhere in it.</summary>
internal static class MillionLeaves
{
    private const int Proofs = 2000;

    internal static async Task<(double P99, int Proofs)> Prove(ActsUnderTest acts, int leaves)
    {
        await acts.StopSequencer();
        var (size, root) = await Fill(acts, leaves);
        var times = new List<double>();
        for (var number = 0; number < Proofs + 200; number++)
        {
            var index = Random.Shared.NextInt64(size);
            await using var work = await acts.Begin();
            var watch = Stopwatch.StartNew();
            var entry = await work.Db.LedgerEntries.AsNoTracking().FirstAsync(one => one.Index == index);
            var path = await new TreeReader(work.Db, acts.Log.Hash).Inclusion(index, size, CancellationToken.None);
            if (number >= 200) times.Add(watch.Elapsed.TotalMilliseconds);
            if (!Leads(acts.Log.Hash, entry.LeafHash, index, size, path).AsSpan().SequenceEqual(root)) throw new InvalidOperationException($"The proof of leaf {index} does not lead to the root.");
        }

        return (Rounds.Percentile(times, 0.99), times.Count);
    }

    // In the database of the ledger, after the last act: the tree goes on as the sequencer would have made it.
    private static async Task<(long Size, byte[] Root)> Fill(ActsUnderTest acts, int leaves)
    {
        await using var work = await acts.Begin();
        var tree = new Frontier(acts.Log.Hash);
        foreach (var hash in await work.Db.LedgerEntries.OrderBy(entry => entry.Index).Select(entry => entry.LeafHash).ToListAsync()) tree.Append(hash);
        var connection = (NpgsqlConnection)work.Db.Database.GetDbConnection();
        var tiles = new List<FullTile>();
        await using (var copy = await connection.BeginBinaryImportAsync("COPY ledger_entries (index, act_id, leaf_hash) FROM STDIN (FORMAT binary)"))
        {
            while (tree.Size < leaves)
            {
                var hash = acts.Log.Hash.Leaf(BitConverter.GetBytes(tree.Size));
                await copy.StartRowAsync();
                await copy.WriteAsync(tree.Size, NpgsqlDbType.Bigint);
                await copy.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
                await copy.WriteAsync(hash, NpgsqlDbType.Bytea);
                tiles.AddRange(tree.Append(hash));
            }

            await copy.CompleteAsync();
        }

        foreach (var tile in tiles) work.Db.Add(new LedgerTile { Level = tile.Level, Number = tile.Number, Root = tile.Root, Hashes = tile.Hashes });
        work.Db.Add(SignedHead.Sign(acts.Log, tree.Size, tree.Root(), TimeProvider.System.GetUtcNow(), 1));
        await work.Db.SaveChangesAsync();
        await work.CommitAsync(CancellationToken.None);
        return (tree.Size, tree.Root());
    }

    // RFC 9162 section 2.1.3.2.
    private static byte[] Leads(TreeHash hash, byte[] leaf, long index, long size, IReadOnlyList<byte[]> path)
    {
        var (fn, sn, r) = (index, size - 1, leaf);
        foreach (var p in path)
        {
            if ((fn & 1) == 1 || fn == sn)
            {
                r = hash.Node(p, r);
                while ((fn & 1) == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                r = hash.Node(r, p);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return r;
    }
}
