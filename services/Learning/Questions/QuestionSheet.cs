using System.IO.Compression;
using MiniExcelLibs;

namespace Ronghe.Learning.Questions;

/// <summary>One row of an Excel sheet of questions.</summary>
internal sealed record SheetQuestion(string Code, string Topic, string Kind, QuestionContent Content);

/// <param name="Row">Row of the sheet as Excel counts it: the heading is 1.</param>
public sealed record RowError(int Row, string Field, string Message, string MessageEn);

/// <summary>Reads the sheet: 编号 题型 专题 题干 案情 选项A… 选项H 答案 解析 依据. Everything wrong is named by row; nothing is guessed.</summary>
internal static class QuestionSheet
{
    internal const int MostRows = 5000;
    private const long MostUnpacked = 100 << 20;
    private static readonly string[] Headings = ["编号", "题型", "专题", "题干", "答案", "解析", "依据"];

    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["单选"] = QuestionKinds.Single, ["多选"] = QuestionKinds.Multiple, ["判断"] = QuestionKinds.TrueFalse,
        ["填空"] = QuestionKinds.FillIn, ["排序"] = QuestionKinds.Ordering, ["案例"] = QuestionKinds.Case,
    };

    internal static (List<SheetQuestion> Questions, List<RowError> Errors) Read(MemoryStream workbook)
    {
        if (!Unpacks(workbook)) return ([], [new(0, "file", "不是有效的 Excel 工作簿（.xlsx）。", "This is no valid Excel workbook (.xlsx).")]);
        var rows = workbook.Query(useHeaderRow: true).Cast<IDictionary<string, object?>>().Take(MostRows + 1).ToList();
        if (rows.Count > MostRows) return ([], [new(0, "file", $"最多 {MostRows} 行。", $"At most {MostRows} rows.")]);
        if (rows.Count == 0) return ([], [new(0, "file", "没有内容。", "There are no rows.")]);
        var missing = Headings.Where(heading => !rows[0].ContainsKey(heading)).Select(heading => new RowError(1, heading, $"缺少“{heading}”这一列。", $"The column “{heading}” is missing.")).ToList();
        return missing.Count > 0 ? ([], missing) : Check(rows);
    }

    private static (List<SheetQuestion>, List<RowError>) Check(List<IDictionary<string, object?>> rows)
    {
        var questions = new List<SheetQuestion>();
        var errors = new List<RowError>();
        var codes = new Dictionary<string, int>();
        foreach (var (index, row) in rows.Index())
        {
            if (row.Values.All(value => string.IsNullOrWhiteSpace(value?.ToString()))) continue;
            var question = Parse(row);
            errors.AddRange(QuestionRules.Faults(question.Code, question.Topic, question.Kind, question.Content).Select(fault => new RowError(index + 2, fault.Field, fault.Chinese, fault.English)));
            if (!codes.TryAdd(question.Code, index + 2)) errors.Add(new(index + 2, "code", $"编号与第 {codes[question.Code]} 行重复。", $"Row {codes[question.Code]} has the same code."));
            questions.Add(question);
        }

        return (questions, errors);
    }

    private static SheetQuestion Parse(IDictionary<string, object?> row)
    {
        string Cell(string heading) => row.TryGetValue(heading, out var value) ? value?.ToString()?.Trim() ?? "" : "";
        var kind = Kinds.GetValueOrDefault(Cell("题型"), Cell("题型"));
        var options = Enumerable.Range(0, 8).Select(index => Cell("选项" + QuestionRules.Letter(index))).ToList();
        var last = options.FindLastIndex(option => option.Length > 0);
        return new(Cell("编号"), Cell("专题"), kind, new(
            Cell("题干"), Cell("案情") is { Length: > 0 } text ? text : null, options[..(last + 1)], Answers(kind, Cell("答案")), Cell("解析"), Cell("依据")));
    }

    private static List<string> Answers(string kind, string cell) => kind switch
    {
        QuestionKinds.TrueFalse => [cell is "对" or "正确" or "√" or "T" ? QuestionRules.True : cell is "错" or "错误" or "×" or "F" ? QuestionRules.False : cell],
        QuestionKinds.Single or QuestionKinds.Multiple or QuestionKinds.Ordering => [.. cell.ToUpperInvariant().Where(char.IsLetterOrDigit).Select(letter => letter.ToString())],
        _ => [.. cell.Split(['|', '｜', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
    };

    // A small archive can unpack to gigabytes: its directory is asked first.
    private static bool Unpacks(MemoryStream workbook)
    {
        try
        {
            using var archive = new ZipArchive(workbook, ZipArchiveMode.Read, leaveOpen: true);
            var fits = archive.GetEntry("xl/workbook.xml") is not null && archive.Entries.Sum(entry => entry.Length) <= MostUnpacked;
            workbook.Position = 0;
            return fits;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
