using Ronghe.Assessment.Formulas;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Frameworks;

/// <summary>
/// The same fact must not count twice in one score. Two indicators overlap when both read the same series, or series that are read
/// from the same event; a series that only divides (a plan, a headcount) is a basis and may be read everywhere.
/// </summary>
internal static class OverlapGuard
{
    internal static Refusal? Check(IReadOnlyList<PlacedIndicator> indicators, SeriesCatalogue series)
    {
        var readers = new List<(string Path, SeriesItem Item)>();
        foreach (var indicator in indicators.Where(indicator => indicator.Content.Formula is not null))
        {
            var reads = CompiledFormula.Compile(indicator.Content.Formula!, series.Facts, null).Formula!.Aggregates
                .Select(read => series.Find(read.Series)!).Where(item => !item.Basis).Distinct().ToList();
            foreach (var item in reads)
            {
                foreach (var (path, other) in readers)
                {
                    if (Overlap(item, other)) return Twice(path, other, indicator.Path, item);
                }
            }

            readers.AddRange(reads.Select(item => (indicator.Path, item)));
        }

        return null;
    }

    private static bool Overlap(SeriesItem a, SeriesItem b) =>
        a.Code == b.Code || (a.Event is not null && a.Event == b.Event && !(a.When is not null && a.When == b.When && a.Equal != b.Equal));

    private static Refusal Twice(string first, SeriesItem a, string second, SeriesItem b)
    {
        var what = a.Code == b.Code ? a.Code : $"{a.Code} / {b.Code}";
        return new Refusal(
            "counted-twice",
            $"同一事实会计两次：“{first}”和“{second}”都用到 {what}。请合并或改用其他数据。",
            $"The same fact would count twice: '{first}' and '{second}' both read {what}. Merge them or read something else.",
            StatusCodes.Status422UnprocessableEntity)
        {
            Details = new Dictionary<string, object?> { ["places"] = new[] { first, second }, ["series"] = new[] { a.Code, b.Code } },
        };
    }
}
