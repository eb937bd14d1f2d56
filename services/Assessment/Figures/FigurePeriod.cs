using System.Globalization;

namespace Ronghe.Assessment.Figures;

/// <summary>A month, quarter or year as it is written, with its days.</summary>
internal sealed record FigurePeriod(string Text, DateOnly Start, DateOnly End)
{
    internal static FigurePeriod? Parse(string text, string cadence) => cadence switch
    {
        "Month" when text.Length == 7 && text[4] == '-' => Of(text, text[..4], text[5..], 1),
        "Quarter" when text.Length == 7 && text[4..6] == "-Q" => Of(text, text[..4], text[6..], 3),
        "Year" when text.Length == 4 => Of(text, text, "1", 12),
        _ => null,
    };

    private static FigurePeriod? Of(string text, string year, string number, int months)
    {
        if (!int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y) || y is < 2000 or > 2100) return null;
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n < 1 || n > 12 / months) return null;
        var start = new DateOnly(y, ((n - 1) * months) + 1, 1);
        return new(text, start, start.AddMonths(months).AddDays(-1));
    }
}
