
namespace Ronghe.PowerItems.Timers;

/// <summary>How urgent a running case is: its step is in time, nearly due, overdue, or overdue by half its time again.</summary>
public enum CaseAlert { None, Blue, Yellow, Red }

/// <summary>When the colour of a step changes. Pure: from its start and its end alone.</summary>
internal static class AlertTimes
{
    /// <summary>The moment of the next change; null when there is none.</summary>
    internal static DateTimeOffset? Next(CaseAlert now, DateTimeOffset? since, DateTimeOffset? due) => (now, since, due) switch
    {
        (_, null, _) or (_, _, null) or (CaseAlert.Red, _, _) => null,
        (CaseAlert.None, { } start, { } end) => Whole(end - ((end - start) / 4)),
        (CaseAlert.Blue, _, { } end) => end,
        (_, { } start, { } end) => Whole(end + ((end - start) / 2)),
    };

    /// <summary>The colour at a moment: a clock that jumps skips no end, it arrives at the colour that is due.</summary>
    internal static CaseAlert At(DateTimeOffset moment, DateTimeOffset? since, DateTimeOffset? due)
    {
        var colour = CaseAlert.None;
        while (Next(colour, since, due) is { } next && next <= moment) colour++;
        return colour;
    }

    // To the microsecond, as the database keeps it.
    private static DateTimeOffset Whole(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerMicrosecond));
}
