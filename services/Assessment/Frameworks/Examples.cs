using System.Globalization;
using Ronghe.Assessment.Formulas;
using Ronghe.Assessment.Scoring;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Frameworks;

/// <summary>Every formula has shown what it does on examples before it can count for anybody.</summary>
internal static class Examples
{
    internal static Refusal? Run(PlacedIndicator indicator, CompiledFormula formula)
    {
        if (indicator.Content.Examples is not { Count: > 0 } examples)
            return FrameworkRules.At("formula-without-example", indicator.Path, "启用前至少要有一个验算例子。", "At least one example is needed before it goes live.");
        for (var index = 0; index < examples.Count; index++)
        {
            if (Wrong(examples[index], indicator, formula) is var (chinese, english))
                return FrameworkRules.At("formula-example-differs", $"{indicator.Path}/examples/{index}", chinese, english);
        }

        return null;
    }

    private static (string Chinese, string English)? Wrong(Example example, PlacedIndicator indicator, CompiledFormula formula)
    {
        if (formula.Aggregates.FirstOrDefault(read => !example.Given.ContainsKey(read.Text)) is { } without)
            return ($"没有给出 {without.Text}。", $"{without.Text} is not given.");
        var figure = Rounding.Figure(formula.Evaluate(new GivenFigures([.. formula.Aggregates.Select(read => example.Given[read.Text])])));
        if (figure != Rounding.Figure(example.Figure))
            return ($"算出 {Text(figure)}，例子写的是 {Text(example.Figure)}。", $"It comes to {Text(figure)}; the example says {Text(example.Figure)}.");
        if (indicator.Content.Kind == "Rank" || example.Points is null) return null;
        var points = PointsRule.Of(indicator.Content, figure, []);
        return points == example.Points
            ? null
            : ($"得分 {Text(points)}，例子写的是 {Text(example.Points)}。", $"It scores {Text(points)}; the example says {Text(example.Points)}.");
    }

    private static string Text(decimal? value) => value?.ToString("0.##########", CultureInfo.InvariantCulture) ?? "—";

    private sealed class GivenFigures(IReadOnlyList<decimal?> figures) : IAggregates
    {
        public decimal? Of(int index) => figures[index];
    }
}
