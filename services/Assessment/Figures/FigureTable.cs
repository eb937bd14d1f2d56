using System.Globalization;
using CsvHelper;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Figures;

/// <summary>Reads a table of figures; what cannot be read is named by its line.</summary>
internal static class FigureTable
{
    private static readonly string[] Needed = ["series", "unit", "period", "value", "measure"];

    private static readonly CsvReaderOptions Options = new()
    {
        HasHeader = true, Separator = ',', TrimWhitespace = true, TrackLineNumbers = true,
        NormalizeHeaderName = name => name.Trim().TrimStart('\uFEFF').ToLowerInvariant(),
    };

    internal static (IReadOnlyList<FigureRow> Rows, Refusal? Refusal) Read(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return Wrong(1, "表格是空的。", "The table is empty.", StatusCodes.Status400BadRequest);
        using var csv = CsvReader.FromText(text.TrimStart('\uFEFF'), Options);
        try
        {
            return Rows(csv);
        }
        catch (CsvFormatException broken)
        {
            return Wrong(broken.LineNumber, "这一行的列数或引号不对。", "The columns or quotation marks of this row are not right.");
        }
    }

    private static (IReadOnlyList<FigureRow>, Refusal?) Rows(CsvReader csv)
    {
        var rows = new List<FigureRow>();
        while (csv.Read())
        {
            var header = csv.Headers.Select(Options.NormalizeHeaderName!).ToList();
            if (Needed.Except(header).FirstOrDefault() is { } without) return Wrong(1, $"缺少“{without}”列。", $"Column '{without}' is missing.");
            if (rows.Count == PushFigures.MostRows) return Wrong(csv.LineNumber, "最多 5000 行。", "At most 5,000 rows.");
            var value = Field("value");
            if (value is not null && Number(value) is null) return Wrong(csv.LineNumber, $"“{value}”不是数。", $"'{value}' is not a number.");
            rows.Add(new FigureRow(Field("series"), Field("unit"), Field("period"), Number(value), Field("measure"), Field("reason")));

            string? Field(string name) => header.IndexOf(name) is >= 0 and var at && at < csv.FieldCount && csv.GetString(at) is { Length: > 0 } field ? field : null;
        }

        return rows.Count == 0 ? Wrong(2, "表格没有数据。", "The table has no rows.") : (rows, null);
    }

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static (IReadOnlyList<FigureRow>, Refusal) Wrong(long line, string chinese, string english, int status = StatusCodes.Status422UnprocessableEntity) =>
        ([], new Refusal("table-not-readable", $"第 {line} 行：{chinese}", $"Line {line}: {english}", status)
        {
            Details = new Dictionary<string, object?> { ["line"] = line },
        });
}
