using System.Globalization;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.ServiceDefaults.Calendars;

/// <summary>
/// China's working days, as data: public holidays and weekend days worked in exchange, a file per year in
/// <c>seeds/calendars</c>. A year is imported by adding its file. Years without a file have Monday to Friday. All days are days of
/// China Standard Time, whatever zone a moment was written in: one zone without daylight saving time since 1991.
/// </summary>
public sealed class WorkingCalendar
{
    private const string HoursFile = "working-hours.json";
    private static readonly TimeSpan ChinaStandardTime = TimeSpan.FromHours(8);
    private readonly Dictionary<DateOnly, bool> exceptions = [];
    private readonly HashSet<int> years = [];
    private readonly IReadOnlyList<WorkingSpan> spans;
    private readonly TimeSpan dayLength;

    /// <param name="years">The announced years.</param>
    /// <param name="hours">Hours of every working day.</param>
    public WorkingCalendar(IEnumerable<CalendarYear> years, WorkingHours hours)
    {
        ArgumentNullException.ThrowIfNull(years);
        ArgumentNullException.ThrowIfNull(hours);
        foreach (var year in years)
        {
            this.years.Add(year.Year);
            foreach (var holiday in year.Holidays)
            {
                foreach (var day in Days(holiday.From, holiday.To)) exceptions[day] = false;
                foreach (var day in holiday.WorkOn) exceptions[day] = true;
            }
        }

        spans = hours.Spans;
        dayLength = TimeSpan.FromTicks(spans.Sum(span => (span.To - span.From).Ticks));
    }

    /// <summary>Reads <c>{folder}/calendars</c>; for <c>AddSeed(WorkingCalendar.Read)</c>.</summary>
    /// <exception cref="SeedException">A file is missing or broken; names file, line and field.</exception>
    public static WorkingCalendar Read(string folder)
    {
        var calendars = Path.Combine(folder, "calendars");
        if (!System.IO.Directory.Exists(calendars)) throw new SeedException(calendars, 0, "(folder)", "is missing");
        var hoursPath = Path.Combine(calendars, HoursFile);
        var hours = SeedFile.Read<WorkingHours>(hoursPath);
        if (CalendarFaults.Of(hours) is var (field, what)) throw SeedFile.Wrong(hoursPath, field, what);

        var (years, taken) = (new List<CalendarYear>(), new HashSet<DateOnly>());
        foreach (var path in System.IO.Directory.GetFiles(calendars, "*.json").Where(path => Path.GetFileName(path) != HoursFile).Order(StringComparer.Ordinal))
        {
            var year = SeedFile.Read<CalendarYear>(path);
            if (years.Any(other => other.Year == year.Year)) throw SeedFile.Wrong(path, "year", $"{year.Year} stands in another file too");
            if (CalendarFaults.Of(year, taken) is var (place, fault)) throw SeedFile.Wrong(path, place, fault);
            taken.UnionWith(year.Holidays.SelectMany(holiday => Days(holiday.From, holiday.To).Concat(holiday.WorkOn)));
            years.Add(year);
        }

        return new WorkingCalendar(years, hours);
    }

    /// <summary>True when the year's holidays are known; otherwise its working days are Monday to Friday.</summary>
    public bool Knows(int year) => years.Contains(year);

    /// <summary>True for a day on which work is done.</summary>
    public bool IsWorkingDay(DateOnly day) =>
        exceptions.TryGetValue(day, out var works) ? works : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The day on which a moment falls.</summary>
    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.ToOffset(ChinaStandardTime).DateTime);

    /// <summary>The moment at which a day begins, in UTC.</summary>
    public static DateTimeOffset StartOf(DateOnly day) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), ChinaStandardTime).ToUniversalTime();

    /// <summary>The moment at which a day is over, in UTC.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => StartOf(day.AddDays(1));

    /// <summary>A moment as people read it, such as <c>2026-11-24 17:30</c>.</summary>
    public static string Shown(DateTimeOffset moment) =>
        moment.ToOffset(ChinaStandardTime).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The end of the working day that is <paramref name="days"/> working days after the day of <paramref name="start"/>, which does not count (民法典 §201).</summary>
    public DateTimeOffset AddWorkingDays(DateTimeOffset start, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        var day = DayOf(start);
        for (var left = days; left > 0;)
        {
            day = day.AddDays(1);
            if (IsWorkingDay(day)) left--;
        }

        return EndOf(day);
    }

    /// <summary>The end of the day that is <paramref name="days"/> calendar days after the day of <paramref name="start"/>, which does not count.</summary>
    public static DateTimeOffset AddCalendarDays(DateTimeOffset start, int days) => EndOf(DayOf(start).AddDays(days));

    /// <summary>The moment at which <paramref name="length"/> of working hours has passed since <paramref name="start"/>.</summary>
    public DateTimeOffset AddWorkingHours(DateTimeOffset start, TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, TimeSpan.Zero);
        for (var (day, left) = (DayOf(start), length); ; day = day.AddDays(1))
        {
            if (!IsWorkingDay(day)) continue;
            if (left > dayLength && StartOf(day) >= start)
            {
                left -= dayLength;
                continue;
            }

            foreach (var (from, to) in SpansOf(day))
            {
                var begin = from > start ? from : start;
                if (begin >= to) continue;
                if (left <= to - begin) return begin + left;
                left -= to - begin;
            }
        }
    }

    /// <summary>Working hours between two moments; zero when the second is not later.</summary>
    public TimeSpan WorkingTimeBetween(DateTimeOffset from, DateTimeOffset to)
    {
        var total = TimeSpan.Zero;
        if (to <= from) return total;
        foreach (var day in Days(DayOf(from), DayOf(to)).Where(IsWorkingDay))
        {
            foreach (var (begin, end) in SpansOf(day))
            {
                var (first, last) = (begin > from ? begin : from, end < to ? end : to);
                if (last > first) total += last - first;
            }
        }

        return total;
    }

    /// <summary>Working days after <paramref name="from"/> up to <paramref name="to"/>, included; zero when it is not later.</summary>
    public int WorkingDaysBetween(DateOnly from, DateOnly to) => to <= from ? 0 : Days(from.AddDays(1), to).Count(IsWorkingDay);

    internal static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1)) yield return day;
    }

    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> SpansOf(DateOnly day) => spans.Select(span => (
        new DateTimeOffset(day.ToDateTime(span.From), ChinaStandardTime).ToUniversalTime(),
        new DateTimeOffset(day.ToDateTime(span.To), ChinaStandardTime).ToUniversalTime()));
}
