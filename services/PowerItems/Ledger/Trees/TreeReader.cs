using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;

namespace Ronghe.PowerItems.Ledger.Trees;

/// <summary>Makes proofs from the stored tiles. A proof of one leaf in a million reads about six rows of tiles.</summary>
internal sealed class TreeReader(PowerItemsDb db, TreeHash hash)
{
    private readonly Dictionary<(int Level, long Number), byte[][]> tiles = [];

    internal async Task<IReadOnlyList<byte[]>> Inclusion(long index, long size, CancellationToken ct) =>
        await Hashes(MerkleRanges.Inclusion(index, size), size, ct);

    internal async Task<IReadOnlyList<byte[]>> Consistency(long first, long second, CancellationToken ct) =>
        await Hashes(MerkleRanges.Consistency(first, second), second, ct);

    /// <summary>The root that the stored tiles and entries give.</summary>
    internal async Task<byte[]> Root(long size, CancellationToken ct) => (await Hashes([new LeafRange(0, size)], size, ct))[0];

    private async Task<IReadOnlyList<byte[]>> Hashes(IReadOnlyList<LeafRange> ranges, long size, CancellationToken ct)
    {
        await Load(ranges.SelectMany(MerkleRanges.Perfect).Select(TileOf).Distinct().Where(key => !tiles.ContainsKey(key)).ToList(), size, ct);
        return [.. ranges.Select(range => MerkleRanges.Perfect(range).Select(Perfect).Reverse().Aggregate((right, left) => hash.Node(left, right)))];
    }

    private static (int Level, long Number) TileOf((int Height, long Number) subtree) =>
        (subtree.Height / 8, (subtree.Number << (subtree.Height % 8)) / Frontier.TileSize);

    private byte[] Perfect((int Height, long Number) subtree)
    {
        var first = (int)((subtree.Number << (subtree.Height % 8)) % Frontier.TileSize);
        var count = 1 << (subtree.Height % 8);
        var tile = tiles[TileOf(subtree)];
        return tile.Length >= first + count
            ? hash.Root(tile, first, count)
            : throw new InvalidDataException($"The ledger lacks hashes of tile {TileOf(subtree)}: entries or tiles were removed.");
    }

    private async Task Load(List<(int Level, long Number)> keys, long size, CancellationToken ct)
    {
        var full = keys.Where(key => (key.Number + 1) << (8 * (key.Level + 1)) <= size).ToHashSet();
        if (full.Count > 0)
        {
            var (levels, numbers) = (full.Select(key => key.Level).ToArray(), full.Select(key => key.Number).ToArray());
            var stored = await db.LedgerTiles.FromSql($"""
                SELECT t.* FROM unnest({levels}, {numbers}) AS w(level, number) JOIN ledger_tiles t ON t.level = w.level AND t.number = w.number
                """).AsNoTracking().ToListAsync(ct);
            foreach (var tile in stored) tiles[(tile.Level, tile.Number)] = [.. tile.Hashes.Chunk(TreeHash.Length)];
            foreach (var key in full.Where(key => !tiles.ContainsKey(key))) tiles[key] = [];
        }

        foreach (var key in keys.Where(key => !full.Contains(key))) tiles[key] = await OpenTile(db, key.Level, key.Number, size, ct);
    }

    /// <summary>The hashes of a tile that is not full yet: leaves themselves, or roots of the tiles below.</summary>
    internal static async Task<byte[][]> OpenTile(PowerItemsDb db, int level, long number, long size, CancellationToken ct)
    {
        var (from, to) = (number * Frontier.TileSize, size >> (8 * level));
        return level == 0
            ? await db.LedgerEntries.AsNoTracking().Where(entry => entry.Index >= from && entry.Index < to)
                .OrderBy(entry => entry.Index).Select(entry => entry.LeafHash).ToArrayAsync(ct)
            : await db.LedgerTiles.AsNoTracking().Where(tile => tile.Level == level - 1 && tile.Number >= from && tile.Number < to)
                .OrderBy(tile => tile.Number).Select(tile => tile.Root).ToArrayAsync(ct);
    }
}
