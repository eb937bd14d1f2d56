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
    [InlineData("2026-09-30T02:00Z", 2, TimeUnit.WorkingDays, "2026-10-09T16:00Z")] // over National Day, on which nobody works
    public void A_limit_runs_out_at_the_end_of_its_last_day(string start, int value, TimeUnit unit, string end) =>
        Assert.Equal(DateTimeOffset.Parse(end, null), WorkingTime.After(Cases.Organisation.Calendar, DateTimeOffset.Parse(start, null), value, unit));

    [Theory]
    [InlineData("2026-11-27T16:00Z", TimeUnit.WorkingDays, "2026-11-24T02:00Z", "2026-11-26T09:00Z", "2026-12-01T16:00Z")] // two working days later
    [InlineData("2026-11-27T16:00Z", TimeUnit.CalendarDays, "2026-11-24T02:00Z", "2026-11-26T09:00Z", "2026-11-29T16:00Z")]
    [InlineData("2026-11-27T05:00Z", TimeUnit.Hours, "2026-11-27T02:00Z", "2026-11-27T04:30Z", "2026-11-27T07:30Z")]
    [InlineData("2026-11-27T16:00Z", TimeUnit.WorkingDays, "2026-11-24T02:00Z", "2026-11-24T09:00Z", "2026-11-27T16:00Z")] // within one day nothing is lost
    public void A_limit_moves_by_the_time_its_clock_stood_still(string end, TimeUnit unit, string stood, string resumed, string moved) =>
        Assert.Equal(DateTimeOffset.Parse(moved, null), WorkingTime.Extend(
            Cases.Organisation.Calendar, DateTimeOffset.Parse(end, null), unit, DateTimeOffset.Parse(stood, null), DateTimeOffset.Parse(resumed, null)));
}
