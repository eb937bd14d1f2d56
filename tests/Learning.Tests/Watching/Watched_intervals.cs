using CsCheck;
using Ronghe.Learning.Watching;

namespace Ronghe.Learning.Tests.Watching;

public sealed class Watched_intervals
{
    private static readonly Gen<Interval[]> Some = Gen.Select(Gen.Int[0, 60], Gen.Int[0, 60]).Select((a, b) => new Interval(Math.Min(a, b), Math.Max(a, b))).Array[0, 12];

    [Fact]
    public void A_union_covers_exactly_what_was_watched_once() => Gen.Select(Some, Some).Sample((a, b) =>
    {
        var union = Intervals.Union(a, b);
        var covered = Enumerable.Range(0, 61).Where(at => a.Concat(b).Any(interval => interval.From <= at && at < interval.To)).ToHashSet();
        Assert.Equal(covered.Count, Intervals.Measure(union));
        Assert.All(union, interval => Assert.All(Enumerable.Range((int)interval.From, (int)(interval.To - interval.From)), at => Assert.Contains(at, covered)));
        Assert.All(union.Zip(union.Skip(1)), pair => Assert.True(pair.First.To < pair.Second.From));
        Assert.Equal(union, Intervals.Union(b, a));
        Assert.Equal(union, Intervals.Union(union, a));
    });
}
