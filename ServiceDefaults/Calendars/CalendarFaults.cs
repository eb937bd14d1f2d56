namespace Ronghe.ServiceDefaults.Calendars;

/// <summary>What a calendar file must hold beyond the types of its fields.</summary>
internal static class CalendarFaults
{
    /// <summary>The first fault, as field and what is wrong with it; null when there is none.</summary>
    internal static (string Field, string What)? Of(CalendarYear year, IReadOnlySet<DateOnly> taken)
    {
        var own = new HashSet<DateOnly>();
        foreach (var (holiday, index) in year.Holidays.Select((holiday, index) => (holiday, index)))
        {
            var at = $"holidays[{index}]";
            if (holiday.To < holiday.From) return ($"{at}.to", "is before from");
            if (holiday.To.Year != year.Year) return ($"{at}.to", $"does not lie in {year.Year}");
            if (holiday.To.DayNumber - holiday.From.DayNumber >= 15) return ($"{at}.to", "makes a holiday longer than 15 days");
            foreach (var day in WorkingCalendar.Days(holiday.From, holiday.To))
            {
                if (taken.Contains(day) || !own.Add(day)) return ($"{at}.from", $"covers {day:yyyy-MM-dd}, which stands in another entry");
            }

            foreach (var (day, place) in holiday.WorkOn.Select((day, place) => (day, place)))
            {
                if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) return ($"{at}.workOn[{place}]", $"{day:yyyy-MM-dd} is no weekend day");
                if (taken.Contains(day) || !own.Add(day)) return ($"{at}.workOn[{place}]", $"{day:yyyy-MM-dd} stands in another entry");
            }
        }

        return null;
    }

    internal static (string Field, string What)? Of(WorkingHours hours)
    {
        if (hours.Spans.Count == 0) return ("spans", "is empty");
        foreach (var (span, index) in hours.Spans.Select((span, index) => (span, index)))
        {
            if (span.To <= span.From) return ($"spans[{index}].to", "is not after from");
            if (index > 0 && span.From < hours.Spans[index - 1].To) return ($"spans[{index}].from", "is before the end of the span above");
        }

        return null;
    }
}
