namespace Ronghe.Learning.Watching;

/// <summary>A stretch of a video in milliseconds, the end not included.</summary>
public sealed record Interval(long From, long To);

/// <summary>The algebra of what was watched: a union counts every millisecond once, however often it came.</summary>
internal static class Intervals
{
    /// <summary>Both together as disjoint intervals in order; those that touch become one.</summary>
    internal static IReadOnlyList<Interval> Union(IEnumerable<Interval> some, IEnumerable<Interval> others)
    {
        var union = new List<Interval>();
        foreach (var next in some.Concat(others).Where(interval => interval.To > interval.From).OrderBy(interval => interval.From))
        {
            if (union.Count > 0 && next.From <= union[^1].To) union[^1] = new(union[^1].From, Math.Max(union[^1].To, next.To));
            else union.Add(next);
        }

        return union;
    }

    /// <summary>Milliseconds covered; of intervals that are disjoint.</summary>
    internal static long Measure(IEnumerable<Interval> intervals) => intervals.Sum(interval => interval.To - interval.From);
}
