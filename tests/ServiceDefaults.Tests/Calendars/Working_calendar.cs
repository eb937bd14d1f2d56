using CsCheck;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Seeds;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Calendars;

public sealed class Working_calendar
{
    private static readonly string Seeds = Path.Combine(Checkout.Root, "seeds");
    private static readonly WorkingCalendar Calendar = WorkingCalendar.Read(Seeds);
    private static readonly Gen<DateTimeOffset> Moment = Gen.Select(Gen.Int[0, 4 * 366 * 24 * 60 - 1], Gen.Int[-14, 14])
        .Select((minute, zone) => new DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute).ToOffset(TimeSpan.FromHours(zone)));

    [Theory]
    [InlineData("2026-02-14", true)] // a Saturday worked for Spring Festival
    [InlineData("2026-02-16", false)]
    [InlineData("2026-02-24", true)]
    [InlineData("2025-01-01", false)]
    [InlineData("2025-01-26", true)]
    [InlineData("2024-10-12", true)]
    [InlineData("2023-01-02", false)]
    [InlineData("2022-12-31", false)] // announced with 2023
    [InlineData("2026-11-24", true)]
    [InlineData("2026-11-28", false)]
    public void Holidays_and_the_weekend_days_worked_for_them_are_known(string day, bool works) =>
        Assert.Equal(works, Calendar.IsWorkingDay(DateOnly.Parse(day, null)));

    // 365 days less weekends, holidays that fall on weekdays, plus weekend days worked: counted by hand from each notice.
    [Theory]
    [InlineData(2023, 249)]
    [InlineData(2024, 251)]
    [InlineData(2025, 248)]
    [InlineData(2026, 248)]
    public void A_year_has_as_many_working_days_as_its_notice_makes(int year, int days)
    {
        Assert.True(Calendar.Knows(year));
        Assert.Equal(days, Calendar.WorkingDaysBetween(new DateOnly(year - 1, 12, 31), new DateOnly(year, 12, 31)));
    }

    [Theory]
    [InlineData("2026-02-13T02:00Z", 3, "2026-02-25T16:00Z")] // Friday: Saturday is worked, then nine days off
    [InlineData("2026-11-29T17:00Z", 1, "2026-12-01T16:00Z")] // already Monday in China
    [InlineData("2026-09-30T15:59:59Z", 1, "2026-10-08T16:00Z")]
    public void A_limit_in_working_days_ends_with_its_last_day(string start, int days, string end) =>
        Assert.Equal(DateTimeOffset.Parse(end, null), Calendar.AddWorkingDays(DateTimeOffset.Parse(start, null), days));

    [Theory]
    [InlineData("2026-11-24T00:30Z", 1.0, "2026-11-24T01:30Z")]
    [InlineData("2026-11-24T03:30Z", 1.0, "2026-11-24T06:00Z")] // over the midday break
    [InlineData("2026-11-27T09:00Z", 1.0, "2026-11-30T01:00Z")] // Friday 17:00 to Monday 09:00
    [InlineData("2026-11-28T04:00Z", 8.0, "2026-12-01T01:00Z")] // Saturday to Tuesday 09:00
    public void Working_hours_pause_at_midday_overnight_and_on_days_off(string start, double hours, string end) =>
        Assert.Equal(DateTimeOffset.Parse(end, null), Calendar.AddWorkingHours(DateTimeOffset.Parse(start, null), TimeSpan.FromHours(hours)));

    [Fact]
    public void Adding_working_days_and_counting_them_are_inverse() => Gen.Select(Moment, Gen.Int[0, 60]).Sample((start, days) =>
    {
        var end = Calendar.AddWorkingDays(start, days);
        var last = WorkingCalendar.DayOf(end.AddTicks(-1));
        Assert.Equal(days, Calendar.WorkingDaysBetween(WorkingCalendar.DayOf(start), last));
        Assert.True(days == 0 || Calendar.IsWorkingDay(last));
    });

    [Fact]
    public void Adding_working_hours_and_measuring_them_are_inverse() => Gen.Select(Moment, Gen.Int[1, 200 * 60]).Sample((start, minutes) =>
    {
        var end = Calendar.AddWorkingHours(start, TimeSpan.FromMinutes(minutes));
        Assert.Equal(TimeSpan.FromMinutes(minutes), Calendar.WorkingTimeBetween(start, end));
    });

    [Fact]
    public void Limits_add_up_and_a_later_start_never_ends_earlier() => Gen.Select(Moment, Moment, Gen.Int[0, 30], Gen.Int[1, 30]).Sample((one, other, a, b) =>
    {
        var (first, second) = one <= other ? (one, other) : (other, one);
        Assert.True(Calendar.AddWorkingDays(first, a) <= Calendar.AddWorkingDays(second, a));
        var (hours, more) = (TimeSpan.FromHours(a), TimeSpan.FromHours(b));
        Assert.True(Calendar.AddWorkingHours(first, hours) <= Calendar.AddWorkingHours(second, hours));
        Assert.Equal(Calendar.AddWorkingHours(one, hours + more), Calendar.AddWorkingHours(Calendar.AddWorkingHours(one, hours), more));
    });

    [Fact]
    public void The_zone_in_which_a_moment_is_written_changes_nothing() => Gen.Select(Moment, Gen.Int[1, 20]).Sample((start, days) =>
        Assert.Equal(Calendar.AddWorkingDays(start.ToUniversalTime(), days), Calendar.AddWorkingDays(start, days)));

    [Fact]
    public void A_year_without_a_file_has_monday_to_friday()
    {
        Assert.False(Calendar.Knows(2031));
        Assert.Equal(261, Calendar.WorkingDaysBetween(new DateOnly(2030, 12, 31), new DateOnly(2031, 12, 31)));
    }

    [Theory]
    [InlineData("\"workOn\": [\"2026-01-04\"]", "\"workOn\": [\"2026-01-05\"]", "holidays[0].workOn[0]", "no weekend day")]
    [InlineData("\"to\": \"2026-01-03\"", "\"to\": \"2025-12-03\"", "holidays[0].to", "before from")]
    [InlineData("\"from\": \"2026-04-04\"", "\"from\": \"2026-02-28\"", "holidays[2].to", "longer than 15 days")]
    [InlineData("\"from\": \"2026-10-01\"", "\"from\": \"2026-09-27\"", "holidays[6].from", "stands in another entry")]
    [InlineData("\"year\": 2026", "\"year\": 2025", "year", "another file")]
    [InlineData("\"to\": \"2026-01-03\"", "\"to\": \"2026-01-33\"", "to", "wrong kind")]
    public void A_broken_year_is_named_with_its_place_and_nothing_starts(string good, string bad, string field, string what)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("calendars");
        try
        {
            var calendars = folder.CreateSubdirectory("calendars").FullName;
            foreach (var file in System.IO.Directory.GetFiles(Path.Combine(Seeds, "calendars"))) File.Copy(file, Path.Combine(calendars, Path.GetFileName(file)));
            var path = Path.Combine(calendars, "2026.json");
            var text = File.ReadAllText(path);
            Assert.Contains(good, text, StringComparison.Ordinal);
            File.WriteAllText(path, text.Replace(good, bad, StringComparison.Ordinal));

            var broken = Assert.Throws<SeedException>(() => { WorkingCalendar.Read(folder.FullName); });

            Assert.Equal(path, broken.File);
            Assert.Contains(field, broken.Field, StringComparison.Ordinal);
            Assert.Contains(what, broken.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(true);
        }
    }
}
