namespace Ronghe.PowerItems.Ledger.Trees;

/// <summary>A full row of 256 hashes of one level; its root is one hash of the level above.</summary>
internal sealed record FullTile(int Level, long Number, byte[] Root, byte[] Hashes);

/// <summary>The right edge of a growing tree: what is needed to append and to know the root, and nothing else.</summary>
internal sealed class Frontier(TreeHash hash)
{
    internal const int TileSize = 256;

    private readonly List<List<byte[]>> levels = [];

    internal long Size { get; private set; }

    /// <summary>Goes on from stored hashes: those of each level that fill no tile yet.</summary>
    internal static Frontier Resume(TreeHash hash, long size, IEnumerable<IEnumerable<byte[]>> levels)
    {
        var frontier = new Frontier(hash) { Size = size };
        frontier.levels.AddRange(levels.Select(level => level.ToList()));
        return frontier;
    }

    /// <summary>Appends a leaf; the answer is the tiles that it fills, lowest first.</summary>
    internal IReadOnlyList<FullTile> Append(byte[] leafHash)
    {
        Size++;
        List<FullTile>? full = null;
        var carried = leafHash;
        for (var level = 0; ; level++)
        {
            if (levels.Count == level) levels.Add([]);
            var open = levels[level];
            open.Add(carried);
            if (open.Count < TileSize) return full ?? (IReadOnlyList<FullTile>)[];
            carried = hash.Root(open, 0, TileSize);
            (full ??= []).Add(new FullTile(level, (Size >> (8 * (level + 1))) - 1, carried, [.. open.SelectMany(one => one)]));
            open.Clear();
        }
    }

    /// <summary>The root of the whole tree.</summary>
    internal byte[] Root()
    {
        byte[]? right = null;
        foreach (var level in levels)
        {
            var hashes = right is null ? level : [.. level, right];
            if (hashes.Count > 0) right = hash.Root(hashes, 0, hashes.Count);
        }

        return right ?? hash.Root([], 0, 0);
    }
}
