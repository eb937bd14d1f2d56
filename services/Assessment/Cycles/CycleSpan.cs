namespace Ronghe.Assessment.Cycles;

/// <summary>Which days belong to which kind of appraisal.</summary>
internal static class CycleSpan
{
    private const int LongestCampaign = 366;

    internal static readonly string[] All = ["Day", "Week", "Month", "Quarter", "Year", "Campaign"];

    internal static string KindOf(string span) => span switch { "Day" or "Week" or "Month" => "Routine", "Quarter" or "Year" => "Periodic", _ => "Special" };

    /// <summary>The last day of a span that starts on this day; null when none can start then.</summary>
    internal static DateOnly? LastDay(string span, DateOnly from, DateOnly? to) => span switch
    {
        "Day" => from,
        "Week" when from.DayOfWeek == DayOfWeek.Monday => from.AddDays(6),
        "Month" when from.Day == 1 => from.AddMonths(1).AddDays(-1),
        "Quarter" when from is { Day: 1, Month: 1 or 4 or 7 or 10 } => from.AddMonths(3).AddDays(-1),
        "Year" when from is { Day: 1, Month: 1 } => from.AddYears(1).AddDays(-1),
        "Campaign" when to >= from && to.Value.DayNumber - from.DayNumber < LongestCampaign => to,
        _ => null,
    };
}
