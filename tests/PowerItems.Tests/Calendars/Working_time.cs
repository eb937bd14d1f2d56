using Ronghe.PowerItems.Calendars;
using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Tests.Calendars;

public sealed class Working_time
{
    [Theory]
    [InlineData("2026-11-27T02:00Z", 1, TimeUnit.WorkingDays, "2026-11-30T16:00Z")] // Friday → end of Monday
    [InlineData("2026-11-28T02:00Z", 1, TimeUnit.WorkingDays, "2026-11-30T16:00Z")] // Saturday → end of Monday
    [InlineData("2026-11-29T17:00Z", 1, TimeUnit.WorkingDays, "2026-12-01T16:00Z")] // already Monday in China
    [InlineData("2026-11-27T02:00Z", 3, TimeUnit.CalendarDays, "2026-11-30T16:00Z")]
    [InlineData("2026-11-27T02:00Z", 3, TimeUnit.Hours, "2026-11-27T05:00Z")]
    public void A_limit_runs_out_at_the_end_of_its_last_day(string start, int value, TimeUnit unit, string end) =>
        Assert.Equal(DateTimeOffset.Parse(end, null), WorkingTime.After(DateTimeOffset.Parse(start, null), value, unit));
}
