using System.Globalization;
using System.IO.Compression;
using CsvHelper;
using MiniExcelLibs;

namespace Ronghe.Identity.Personnel;

/// <summary>The cells of one row by column, as text.</summary>
internal sealed record FileRow(int Line, IReadOnlyDictionary<string, string> Cells);

/// <summary>A file that cannot be read at all: nothing was imported.</summary>
internal sealed class FileException(string type, string chinese, string english) : Exception(english)
{
    internal string Type => type;

    internal string Chinese => chinese;
}

/// <summary>Reads people from CSV (UTF-8) or XLSX, a row at a time.</summary>
internal static class PeopleFile
{
    internal const int MostRows = 200_000;
    private const long MostUnpacked = 512L * 1024 * 1024;

    /// <summary>Column, and what a person may call it in the first row.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> Columns = new Dictionary<string, string[]>
    {
        ["number"] = ["number", "工号"], ["name"] = ["name", "姓名"], ["unitCode"] = ["unitCode", "单位编码"], ["joinedOn"] = ["joinedOn", "入职日期"],
        ["partyMember"] = ["partyMember", "党员"], ["branchCode"] = ["branchCode", "党支部编码"], ["unionMember"] = ["unionMember", "工会会员"],
        ["birthday"] = ["birthday", "生日"], ["posts"] = ["posts", "岗位"], ["status"] = ["status", "状态"],
    };

    private static readonly string[] Needed = ["number", "name", "unitCode", "joinedOn"];

    internal static IEnumerable<FileRow> Read(byte[] content) => content is [0x50, 0x4B, ..] ? Excel(content) : Csv(content);

    private static IEnumerable<FileRow> Csv(byte[] content)
    {
        if (content.AsSpan().Contains((byte)0)) throw new FileException("import-file-unreadable", "文件不是 CSV 或 XLSX。", "The file is neither CSV nor XLSX.");
        if (!System.Text.Unicode.Utf8.IsValid(content)) throw new FileException("import-file-encoding", "CSV 文件须为 UTF-8 编码，请另存为“CSV UTF-8”。", "The CSV file must be UTF-8.");
        using var csv = CsvReader.Create(content, CsvReaderOptions.Default with { HasHeader = false, TrackLineNumbers = true, MissingField = CsvMissingFieldHandling.ReturnEmpty });
        var columns = Array.Empty<string?>();
        while (csv.Read())
        {
            var cells = Enumerable.Range(0, csv.FieldCount).Select(index => csv.GetString(index).Trim()).ToArray();
            if (columns.Length == 0) columns = Header(cells);
            else yield return Row((int)csv.LineNumber, columns, cells);
        }

        if (columns.Length == 0) Header([]);
    }

    private static IEnumerable<FileRow> Excel(byte[] content)
    {
        RefuseBomb(content);
        using var stream = new MemoryStream(content, writable: false);
        var columns = Array.Empty<string?>();
        var line = 0;
        foreach (IDictionary<string, object?> row in stream.Query(excelType: ExcelType.XLSX))
        {
            line++;
            var cells = row.Values.Select(Text).ToArray();
            if (columns.Length == 0) columns = Header(cells);
            else if (cells.Any(cell => cell.Length > 0)) yield return Row(line, columns, cells);
        }

        if (columns.Length == 0) Header([]);
    }

    // A few kilobytes can unpack to gigabytes.
    private static void RefuseBomb(byte[] content)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content, writable: false));
            if (zip.Entries.Count < 1000 && zip.Entries.Sum(entry => entry.Length) <= MostUnpacked && zip.GetEntry("xl/workbook.xml") is not null) return;
        }
        catch (InvalidDataException)
        {
        }

        throw new FileException("import-file-unreadable", "文件不是 CSV 或 XLSX，或内容过大。", "The file is neither CSV nor XLSX, or unpacks to too much.");
    }

    private static string?[] Header(string[] cells)
    {
        var columns = cells.Select(cell => Columns.FirstOrDefault(column => column.Value.Contains(cell.Trim().TrimStart('\uFEFF'), StringComparer.OrdinalIgnoreCase)).Key).ToArray();
        var unknown = cells.Where((cell, index) => columns[index] is null && cell.Length > 0).ToList();
        if (unknown.Count > 0) throw new FileException("import-column-unknown", $"第 1 行有不认识的列：{string.Join("、", unknown)}。", $"Line 1 names columns that are not known: {string.Join(", ", unknown)}.");
        if (Needed.Except(columns).FirstOrDefault() is { } missing) throw new FileException("import-column-missing", $"第 1 行缺少列：{Columns[missing][1]}。", $"Line 1 lacks the column {missing}.");
        return columns.OfType<string>().GroupBy(column => column).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new FileException("import-column-twice", $"第 1 行的列重复：{Columns[twice.Key][1]}。", $"Line 1 names the column {twice.Key} twice.")
            : columns;
    }

    private static FileRow Row(int line, string?[] columns, string[] cells) => new(line, columns.Zip(cells)
        .Where(cell => cell.First is not null).ToDictionary(cell => cell.First!, cell => cell.Second));

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTime date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool yes => yes ? "是" : "否",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!.Trim(),
    };
}
