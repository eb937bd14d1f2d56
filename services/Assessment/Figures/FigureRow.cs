using System.ComponentModel.DataAnnotations;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Figures;

/// <summary>A production figure of a unit for a period.</summary>
/// <param name="Series">Code of the series.</param>
/// <param name="Unit">Code of the unit that it is about, such as <c>F0101</c>.</param>
/// <param name="Period"><c>2026-03</c>, <c>2026-Q1</c> or <c>2026</c>, as the series is told.</param>
/// <param name="Value">Null withdraws what was told before.</param>
/// <param name="Measure">Unit of measure of the value; must be the series' own.</param>
/// <param name="Reason">Why it is corrected; optional.</param>
public sealed record FigureRow(
    [property: Required, StringLength(60)] string? Series,
    [property: Required, StringLength(40)] string? Unit,
    [property: Required, StringLength(10)] string? Period,
    decimal? Value,
    [property: Required, StringLength(20)] string? Measure,
    [property: StringLength(400)] string? Reason = null);

/// <summary>A figure that is right in itself; whether it may be told is another question.</summary>
internal sealed record ReadFigure(SeriesItem Series, string UnitPath, string UnitCode, FigurePeriod Period, decimal? Value, string? Reason)
{
    internal string Key => $"{UnitCode}:{Period.Text}";
}

/// <summary>What is wrong with a figure in itself, each with its own name.</summary>
internal static class FigureRules
{
    internal static (ReadFigure? Figure, Refusal? Refusal) Read(
        FigureRow row, SeriesCatalogue series, IReadOnlyDictionary<string, (string Path, string Kind)> units, DateOnly today)
    {
        if (series.Find(row.Series ?? "") is not { IsFigure: true } item)
            return No("figure-series-unknown", "series", $"没有“{row.Series}”这个数据项，或它不由单位报送。", $"There is no series '{row.Series}' that units report.");
        if (!units.TryGetValue(row.Unit ?? "", out var unit)) return No("figure-unit-unknown", "unit", $"没有“{row.Unit}”这个单位。", $"There is no unit '{row.Unit}'.");
        if (unit.Kind != item.Reporter) return No("figure-unit-does-not-report", "unit", $"“{item.Name}”不由这类单位报送。", $"Units of this kind do not report '{item.NameEn}'.");
        if (Formulas.Unit.Parse(row.Measure ?? "")?.Text != item.Unit)
            return No("figure-wrong-measure", "measure", $"计量单位应是 {item.Unit}。", $"The unit of measure is {item.Unit}.");
        if (FigurePeriod.Parse(row.Period ?? "", item.Cadence!) is not { } period)
            return No("figure-wrong-period", "period", $"应按{Cadence(item.Cadence!).Chinese}。", $"It is told {Cadence(item.Cadence!).English}.");
        if (period.Start > today) return No("figure-in-future", "period", "该时期还没有开始。", "That period has not begun.");
        if (Wrong(item, row.Value) is { } wrong) return (null, wrong);
        return (new ReadFigure(item, unit.Path, row.Unit!, period, row.Value, row.Reason), null);
    }

    internal static Refusal? Wrong(SeriesItem item, decimal? value) => value switch
    {
        null => null,
        < 0 when item.Sign != "Any" => Of("figure-negative", "value", $"“{item.Name}”不能是负数。", $"'{item.NameEn}' cannot be negative."),
        0 when item.Sign == "Positive" => Of("figure-not-positive", "value", $"“{item.Name}”必须大于零。", $"'{item.NameEn}' must be above zero."),
        > 9_999_999_999m or < -9_999_999_999m => Of("figure-too-large", "value", "数字太大。", "The number is too large."),
        { } some when decimal.Round(some, item.Decimals) != some =>
            Of("figure-too-fine", "value", $"最多 {item.Decimals} 位小数。", $"At most {item.Decimals} decimals."),
        _ => null,
    };

    private static (string Chinese, string English) Cadence(string cadence) => cadence switch
    {
        "Month" => ("月报送，如 2026-03", "by the month, such as 2026-03"),
        "Quarter" => ("季度报送，如 2026-Q1", "by the quarter, such as 2026-Q1"),
        _ => ("年报送，如 2026", "by the year, such as 2026"),
    };

    internal static Refusal Of(string type, string field, string chinese, string english, int status = StatusCodes.Status422UnprocessableEntity) =>
        new(type, chinese, english, status) { Details = new Dictionary<string, object?> { ["field"] = field } };

    private static (ReadFigure?, Refusal) No(string type, string field, string chinese, string english) => (null, Of(type, field, chinese, english));
}
