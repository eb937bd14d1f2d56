namespace Ronghe.ServiceDefaults.Calendars;

/// <summary>The public holidays of one year, as the State Council's office announced them.</summary>
/// <param name="Year">The year of the announcement; a holiday may reach into the year before.</param>
public sealed record CalendarYear(int Year, CalendarSource Source, IReadOnlyList<Holiday> Holidays);

/// <summary>The notice that a year's holidays rest on.</summary>
/// <param name="Document">Its number, such as 国办发明电〔2025〕7号.</param>
public sealed record CalendarSource(string Title, string Document, DateOnly Issued);

/// <summary>A holiday and the days that are worked in exchange.</summary>
/// <param name="From">First day off.</param>
/// <param name="To">Last day off, included.</param>
/// <param name="WorkOn">Saturdays and Sundays that are worked; empty for none.</param>
public sealed record Holiday(string Name, string NameEn, DateOnly From, DateOnly To, IReadOnlyList<DateOnly> WorkOn);

/// <summary>When work is done on a working day.</summary>
public sealed record WorkingHours(string Source, IReadOnlyList<WorkingSpan> Spans);

/// <summary>A part of the working day, from the first minute to the last, excluded.</summary>
public sealed record WorkingSpan(TimeOnly From, TimeOnly To);
