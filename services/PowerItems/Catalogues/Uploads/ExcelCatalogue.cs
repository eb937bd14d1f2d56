using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniExcelLibs;

namespace Ronghe.PowerItems.Catalogues.Uploads;

/// <summary>
/// A catalogue in a workbook: the sheet <c>Items</c> has a row an item; the sheets basis, form, materials, tiers, steps, risks and separate
/// have a row an entry, joined by <c>code</c>. Headings are the fields' names. Lists stand in one cell, parted by commas; what is nested
/// deeper (options, when, limit, publicNotice) stands as JSON.
/// </summary>
internal sealed class ExcelCatalogue
{
    private static readonly string[] Lists = ["levels", "articles", "posts", "skip"];
    private static readonly string[] NumberLists = ["weights"];
    private static readonly string[] Numbers = ["precision", "min", "max", "upTo", "threshold", "noticeDays"];
    private static readonly string[] Truths = ["required"];
    private static readonly string[] Nested = ["options", "when", "limit", "publicNotice"];
    private static readonly string[] Entries = ["basis", "form", "materials", "tiers", "steps", "risks"];

    private readonly Dictionary<string, string> rows = [];

    /// <summary>The workbook as the JSON document that it stands for.</summary>
    internal JsonObject Document { get; } = new() { ["items"] = new JsonArray() };

    internal List<ImportFault> Faults { get; } = [];

    /// <exception cref="InvalidDataException">It is no workbook, or lacks the sheet Items.</exception>
    internal static ExcelCatalogue Read(Stream workbook)
    {
        var catalogue = new ExcelCatalogue();
        List<string> sheets;
        try
        {
            sheets = workbook.GetSheetNames();
        }
        catch (Exception broken) when (broken is InvalidDataException or InvalidOperationException or System.Xml.XmlException or ArgumentException or NullReferenceException)
        {
            throw new InvalidDataException("It is no workbook (.xlsx).", broken);
        }

        if (!sheets.Contains("Items")) throw new InvalidDataException("There is no sheet Items.");
        foreach (var (row, cells) in Rows(workbook, "Items")) catalogue.AddItem(row, cells);
        foreach (var sheet in Entries.Append("separate").Where(sheets.Contains))
        {
            foreach (var (row, cells) in Rows(workbook, sheet)) catalogue.AddEntry(sheet, row, cells);
        }

        foreach (var sheet in sheets.Except([.. Entries, "separate", "Items"])) catalogue.Faults.Add(new ImportFault($"{sheet}!1", "is no known sheet"));
        return catalogue;
    }

    /// <summary>items[3].steps[1].posts as sheet, row and column.</summary>
    internal string PlaceOf(string path)
    {
        var longest = rows.Keys.Where(key => path.StartsWith(key, StringComparison.Ordinal)).MaxBy(key => key.Length);
        return longest is null ? path : $"{rows[longest]} {path[longest.Length..].TrimStart('.')}".TrimEnd();
    }

    private static IEnumerable<(int Row, IDictionary<string, object?> Cells)> Rows(Stream workbook, string sheet) =>
        workbook.Query(useHeaderRow: true, sheetName: sheet).Cast<IDictionary<string, object?>>().Select((cells, index) => (index + 2, cells))
            .Where(row => row.cells.Values.Any(value => value is not null));

    private void AddItem(int row, IDictionary<string, object?> cells)
    {
        var items = Document["items"]!.AsArray();
        rows[$"items[{items.Count}]"] = $"Items!{row}";
        var item = Members("Items", row, cells, []);
        foreach (var entry in Entries.Append("separate")) item[entry] = new JsonArray();
        items.Add(item);
    }

    private void AddEntry(string sheet, int row, IDictionary<string, object?> cells)
    {
        var code = cells.TryGetValue("code", out var value) ? value?.ToString() : null;
        var items = Document["items"]!.AsArray();
        var index = Enumerable.Range(0, items.Count).FirstOrDefault(one => items[one]!["code"]?.ToString() == code, -1);
        if (index < 0)
        {
            Faults.Add(new ImportFault($"{sheet}!{row} code", $"'{code}' is no item of the sheet Items"));
            return;
        }

        var list = items[index]![sheet]!.AsArray();
        rows[$"items[{index}].{sheet}[{list.Count}]"] = $"{sheet}!{row}";
        if (sheet == "separate") list.Add((JsonNode?)Split(cells.TryGetValue("posts", out var posts) ? posts?.ToString() : null));
        else list.Add((JsonNode)Members(sheet, row, cells, ["code"]));
    }

    private JsonObject Members(string sheet, int row, IDictionary<string, object?> cells, string[] without)
    {
        var members = new JsonObject();
        foreach (var (name, value) in cells.Where(cell => cell.Value is not null && !without.Contains(cell.Key)))
        {
            try
            {
                members[name] = Cell(name, value!);
            }
            catch (Exception broken) when (broken is JsonException or FormatException or OverflowException)
            {
                Faults.Add(new ImportFault($"{sheet}!{row} {name}", "cannot be read"));
            }
        }

        // A list of which the cell is empty is an empty list.
        foreach (var list in sheet switch { "Items" => ["levels"], "basis" => ["articles"], "tiers" => ["skip"], "steps" => (string[])["posts"], _ => [] })
            if (!members.ContainsKey(list)) members[list] = new JsonArray();
        return members;
    }

    private static JsonNode? Cell(string name, object value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture)!.Trim();
        if (Nested.Contains(name)) return JsonNode.Parse(text);
        if (Lists.Contains(name)) return Split(text);
        if (NumberLists.Contains(name)) return new JsonArray([.. Parts(text).Select(part => (JsonNode)int.Parse(part, CultureInfo.InvariantCulture))]);
        if (Numbers.Contains(name)) return JsonValue.Create(decimal.Parse(text, CultureInfo.InvariantCulture));
        if (Truths.Contains(name)) return value is bool truth ? truth : text is "是" or "true" or "TRUE" or "1" ? true : text is "否" or "false" or "FALSE" or "0" ? false : throw new FormatException();
        if (value is DateTime day) return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return text;
    }

    private static JsonArray Split(string? text) => new([.. Parts(text).Select(part => (JsonNode)part)]);

    private static string[] Parts(string? text) => (text ?? "").Split([',', '，', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
