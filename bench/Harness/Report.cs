using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ronghe.Bench;

/// <summary>One question of a bench: the figure, and the bar that it is held against.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit; <c>x</c> for a ratio.</param>
/// <param name="Bound">The bar.</param>
/// <param name="Better"><c>higher</c> or <c>lower</c>.</param>
public sealed record Bar(string Name, double Value, string Unit, double Bound, string Better)
{
    /// <summary>Whether the figure meets the bar.</summary>
    public bool Ok => Better == "higher" ? Value >= Bound : Value <= Bound;

    /// <summary>At least this much.</summary>
    public static Bar AtLeast(string name, double value, string unit, double bound) => new(name, value, unit, bound, "higher");

    /// <summary>At most this much.</summary>
    public static Bar AtMost(string name, double value, string unit, double bound) => new(name, value, unit, bound, "lower");
}

/// <summary>The last line of a bench.</summary>
public static class Report
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Ends a bench that measured: the bars as a table, then one line of JSON. A missed bar is <c>ok:false</c>, not a failure of
    /// the bench; what could not be measured throws before it gets here.
    /// </summary>
    public static void End(string bench, int rounds, params Bar[] bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        foreach (var bar in bars)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {(bar.Ok ? "ok    " : "missed")} {bar.Name}: {bar.Value:0.###} {bar.Unit} (bar: {(bar.Better == "higher" ? "≥" : "≤")} {bar.Bound:0.###})"));
        }

        Console.WriteLine(JsonSerializer.Serialize(
            new
            {
                bench,
                date = TimeProvider.System.GetLocalNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                rounds,
                bars = bars.Select(bar => new { name = bar.Name, value = Math.Round(bar.Value, 4), unit = bar.Unit, bar = bar.Bound, better = bar.Better, ok = bar.Ok }),
                pass = bars.All(bar => bar.Ok),
            },
            Plain));
    }
}
