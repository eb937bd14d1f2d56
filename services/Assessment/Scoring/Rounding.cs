namespace Ronghe.Assessment.Scoring;

/// <summary>
/// The only places where digits are dropped. Half goes away from zero (四舍五入), as people, spreadsheets and PostgreSQL round: figures
/// keep 10 decimals, points and totals 4.
/// </summary>
internal static class Rounding
{
    internal static decimal? Figure(decimal? value) => value is { } some ? Math.Round(some, 10, MidpointRounding.AwayFromZero) : null;

    internal static decimal Points(decimal value) => Math.Round(value, 4, MidpointRounding.AwayFromZero);
}
