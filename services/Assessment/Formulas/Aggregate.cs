namespace Ronghe.Assessment.Formulas;

/// <summary>What a formula reads: one figure made of the cells of a series within a window and a scope.</summary>
/// <param name="Function">sum, count, avg, min, max or last; all over the cells of the window, each cell the sum of its facts.</param>
/// <param name="Window">cycle, year, quarter or month: the calendar period in which the cycle ends.</param>
/// <param name="Scope">own: the subject itself; subtree: its unit and every unit below.</param>
internal sealed record Aggregate(string Function, string Series, string Window, string Scope)
{
    internal static readonly string[] Functions = ["sum", "count", "avg", "min", "max", "last"];
    internal static readonly string[] Windows = ["cycle", "year", "quarter", "month"];
    internal static readonly string[] Scopes = ["own", "subtree"];

    /// <summary>As it is written in full; examples name it like this.</summary>
    internal string Text => $"{Function}({Series}, {Window}, {Scope})";
}

/// <summary>Answers what a formula reads.</summary>
internal interface IAggregates
{
    /// <summary>The figure of the formula's aggregate at this index; null when data is missing.</summary>
    decimal? Of(int index);
}

/// <summary>What a formula may know of a series before there is any data.</summary>
internal sealed record SeriesFacts(string Code, Unit Unit, Sign Sign, bool AbsenceIsZero);

internal delegate decimal? Evaluation(IAggregates aggregates);
