namespace Ronghe.Assessment.Scoring;

/// <summary>The cells of a cycle: days when it is shorter than a month, else months; from the start of the widest window that is read.</summary>
internal sealed class CellCalendar
{
    private readonly bool daily;
    private readonly DateOnly to;

    private CellCalendar(DateOnly from, DateOnly to, bool daily, DateOnly start)
    {
        (From, this.to, this.daily) = (from, to, daily);
        var starts = new List<DateOnly>();
        for (var day = daily ? start : FirstOf(start, 1); day <= to; day = daily ? day.AddDays(1) : day.AddMonths(1)) starts.Add(day);
        Starts = starts;
    }

    internal DateOnly From { get; }

    /// <summary>First day of every cell.</summary>
    internal IReadOnlyList<DateOnly> Starts { get; }

    internal static CellCalendar Of(DateOnly from, DateOnly to, IReadOnlySet<string> windows)
    {
        var daily = from.Day != 1 || to.AddDays(1).Day != 1;
        var start = windows.Append("cycle").Min(window => Start(window, from, to));
        return new CellCalendar(from, to, daily, start);
    }

    internal (int First, int Last) Window(string window) => (CellOf(Start(window, From, to))!.Value, Starts.Count - 1);

    /// <summary>The cell of a day; null when it lies outside.</summary>
    internal int? CellOf(DateOnly day)
    {
        if (Starts.Count == 0 || day < Starts[0] || day > to) return null;
        return daily ? day.DayNumber - Starts[0].DayNumber : ((day.Year - Starts[0].Year) * 12) + day.Month - Starts[0].Month;
    }

    /// <summary>Cells in which a period of this cadence starts; it must also end within the window, unless it is a plan or another basis.</summary>
    internal IReadOnlyList<int> Expected(string cadence, bool basis, int first, int last)
    {
        var months = Months(cadence);
        return [.. Enumerable.Range(first, last - first + 1).Where(cell =>
            Starts[cell].Day == 1 && (Starts[cell].Month - 1) % months == 0 && (basis || Starts[cell].AddMonths(months).AddDays(-1) <= to))];
    }

    private static DateOnly Start(string window, DateOnly from, DateOnly to) => window switch
    {
        "month" => FirstOf(to, 1),
        "quarter" => FirstOf(to, 3),
        "year" => FirstOf(to, 12),
        _ => from,
    };

    private static DateOnly FirstOf(DateOnly day, int months) => new(day.Year, day.Month - ((day.Month - 1) % months), 1);

    private static int Months(string cadence) => cadence switch { "Month" => 1, "Quarter" => 3, _ => 12 };
}
