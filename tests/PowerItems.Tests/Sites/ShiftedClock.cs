namespace Ronghe.PowerItems.Tests.Sites;

/// <summary>The machine's clock, set back or forward. Timers run as ever.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    internal TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;

    /// <summary>Shows at least this time from now on.</summary>
    internal void MoveTo(DateTimeOffset time) => Shift = time - base.GetUtcNow();
}
