using Ronghe.Assessment.Formulas;
using Ronghe.Assessment.Series;
using Ronghe.Testing;

namespace Ronghe.Assessment.Tests.Formulas;

/// <summary>Formulas over the seeded series, with figures given by the test.</summary>
internal sealed class Given(IReadOnlyList<decimal?> figures) : IAggregates
{
    internal static readonly SeriesCatalogue Series = SeriesCatalogue.Load(Path.Combine(Checkout.Root, "seeds"));

    public decimal? Of(int index) => figures[index];

    internal static CompiledFormula Compile(string text, string? unit = null)
    {
        var (formula, error) = CompiledFormula.Compile(text, Series.Facts, unit is null ? null : Unit.Parse(unit)!);
        return formula ?? throw new InvalidOperationException($"{error!.Type} at {error.At}: {error.English}");
    }

    internal static FormulaError Refused(string text, string? unit = null) =>
        CompiledFormula.Compile(text, Series.Facts, unit is null ? null : Unit.Parse(unit)!).Error
        ?? throw new InvalidOperationException("It was accepted.");

    internal static decimal? Value(string text, params decimal?[] figures) => Compile(text).Evaluate(new Given(figures));
}
