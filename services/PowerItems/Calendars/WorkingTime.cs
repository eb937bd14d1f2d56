using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Calendars;

/// <summary>
/// When a limit runs out. Days end at midnight China Standard Time and the day it starts on does not count. Working days are
/// Monday to Friday: public holidays and adjusted working days are not known here yet.
/// </summary>
internal static class WorkingTime
{
    // China has had one zone without daylight saving time since 1991.
    private static readonly TimeSpan ChinaStandardTime = TimeSpan.FromHours(8);

    internal static DateTimeOffset After(DateTimeOffset start, int value, TimeUnit unit) => unit switch
    {
        TimeUnit.Hours => start.AddHours(value),
        TimeUnit.CalendarDays => EndOf(Day(start).AddDays(value)),
        TimeUnit.WorkingDays => EndOf(WorkingDay(Day(start), value)),
        _ => throw new InvalidOperationException($"Time unit {unit} has no rule."),
    };

    private static DateOnly WorkingDay(DateOnly day, int count)
    {
        for (var left = count; left > 0;)
        {
            day = day.AddDays(1);
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) left--;
        }

        return day;
    }

    private static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(ChinaStandardTime).DateTime);

    private static DateTimeOffset EndOf(DateOnly day) =>
        new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), ChinaStandardTime).ToUniversalTime();
}
