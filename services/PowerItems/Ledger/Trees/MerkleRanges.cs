using System.Numerics;

namespace Ronghe.PowerItems.Ledger.Trees;

/// <summary>Leaves from Start up to, but without, End.</summary>
internal readonly record struct LeafRange(long Start, long End)
{
    internal long Count => End - Start;
}

/// <summary>Which subtrees make a proof, by RFC 9162 sections 2.1.3 and 2.1.4. No hash is known here.</summary>
internal static class MerkleRanges
{
    /// <summary>The largest power of two that is smaller than the count.</summary>
    internal static long Split(long count) => 1L << (63 - BitOperations.LeadingZeroCount((ulong)(count - 1)));

    /// <summary>PATH: the subtrees beside the way from a leaf to the root, nearest first.</summary>
    internal static IReadOnlyList<LeafRange> Inclusion(long index, long size)
    {
        var ranges = new List<LeafRange>();
        var within = new LeafRange(0, size);
        while (within.Count > 1)
        {
            var middle = within.Start + Split(within.Count);
            var (left, right) = (new LeafRange(within.Start, middle), new LeafRange(middle, within.End));
            ranges.Add(index < middle ? right : left);
            within = index < middle ? left : right;
        }

        ranges.Reverse();
        return ranges;
    }

    /// <summary>PROOF: the subtrees that show the first tree to be the beginning of the second.</summary>
    internal static IReadOnlyList<LeafRange> Consistency(long first, long second)
    {
        var ranges = new List<LeafRange>();
        if (first == 0 || first == second) return ranges;
        var within = new LeafRange(0, second);
        var whole = true; // whether the first tree is exactly the left part so far
        while (first != within.End)
        {
            var middle = within.Start + Split(within.Count);
            var (left, right) = (new LeafRange(within.Start, middle), new LeafRange(middle, within.End));
            ranges.Add(first <= middle ? right : left);
            if (first > middle) whole = false;
            within = first <= middle ? left : right;
        }

        if (!whole) ranges.Add(within);
        ranges.Reverse();
        return ranges;
    }

    /// <summary>The perfect subtrees of a range, as height and number among those of its height, from the left.</summary>
    internal static IEnumerable<(int Height, long Number)> Perfect(LeafRange range)
    {
        while (range.Count > 0)
        {
            var size = BitOperations.IsPow2(range.Count) ? range.Count : Split(range.Count);
            var height = BitOperations.TrailingZeroCount(size);
            yield return (height, range.Start >> height);
            range = range with { Start = range.Start + size };
        }
    }
}
