namespace Ronghe.Learning.Watching;

/// <summary>A stretch that the player says it played.</summary>
/// <param name="From">Milliseconds into the video.</param>
/// <param name="To">Where it stopped.</param>
/// <param name="Rate">Play-rate, 1 for normal.</param>
public sealed record WatchedSegment(long From, long To, decimal Rate);

/// <summary>What may be believed of a report. Only the server's clock counts; the client's is not even asked for.</summary>
internal static class WatchRules
{
    // A report may run ahead by what a player buffers and a slow line delays.
    private const long Tolerance = 2000;

    /// <summary>The intervals to count, the time that they account for, and the flag when there is none to count.</summary>
    internal static (IReadOnlyList<Interval> Counted, long Spent, WatchFlag? Flag) Judge(
        IReadOnlyList<WatchedSegment> segments, Video video, WatchSession session, DateTimeOffset now)
    {
        if (segments.Any(segment => segment is not { From: >= 0, Rate: > 0 } || segment.To <= segment.From || segment.To > video.Duration))
        {
            return ([], 0, new("outside", "上报的片段不在视频范围内。", "The segment lies outside the video.", now));
        }

        if (segments.FirstOrDefault(segment => segment.Rate > video.FastestRate) is { } fast)
        {
            return ([], 0, new("too-fast", $"倍速 {fast.Rate} 超过允许的 {video.FastestRate}，这一段没有计入。", $"The rate {fast.Rate} is above {video.FastestRate}; this stretch was not counted.", now));
        }

        var spent = segments.Sum(segment => (long)Math.Ceiling((segment.To - segment.From) / segment.Rate));
        var passed = (long)(now - session.StartedAt).TotalMilliseconds + Tolerance - session.Spent;
        if (spent > passed)
        {
            return ([], 0, new("faster-than-time", "上报的观看时长比实际经过的时间还长，这一段没有计入。", "More was reported than time has passed; this stretch was not counted.", now));
        }

        return ([.. segments.Select(segment => new Interval(segment.From, segment.To))], spent, null);
    }
}
