using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Calendars;

namespace Ronghe.PowerItems.Calendars;

/// <summary>When a limit runs out, and when it does after its clock stood still.</summary>
internal static class WorkingTime
{
    internal static DateTimeOffset After(WorkingCalendar calendar, DateTimeOffset start, int value, TimeUnit unit) => unit switch
    {
        TimeUnit.Hours => start.AddHours(value),
        TimeUnit.CalendarDays => WorkingCalendar.AddCalendarDays(start, value),
        TimeUnit.WorkingDays => calendar.AddWorkingDays(start, value),
        _ => throw new InvalidOperationException($"Time unit {unit} has no rule."),
    };

    /// <summary>The end moved by the time that passed from <paramref name="stood"/> to <paramref name="resumed"/>, in the limit's own unit.</summary>
    internal static DateTimeOffset Extend(WorkingCalendar calendar, DateTimeOffset end, TimeUnit unit, DateTimeOffset stood, DateTimeOffset resumed)
    {
        var (from, to) = (WorkingCalendar.DayOf(stood), WorkingCalendar.DayOf(resumed));
        return unit switch
        {
            // The end is midnight after its last day: counting goes on from within that day.
            TimeUnit.WorkingDays => calendar.AddWorkingDays(end.AddTicks(-1), calendar.WorkingDaysBetween(from, to)),
            TimeUnit.CalendarDays => end.AddDays(to.DayNumber - from.DayNumber),
            _ => end + (resumed - stood),
        };
    }
}
