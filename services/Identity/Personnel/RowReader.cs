using System.Globalization;
using System.Text.RegularExpressions;

namespace Ronghe.Identity.Personnel;

/// <summary>What is wrong in one cell.</summary>
internal sealed record CellProblem(string Column, string Chinese, string English);

/// <summary>What a row asks for, typed.</summary>
internal sealed record AskedPerson(
    string Number, string Name, string UnitCode, DateOnly JoinedOn, bool PartyMember, string? BranchCode, bool UnionMember, int? BirthMonth, int? BirthDay,
    IReadOnlyList<(string Post, string UnitCode)> Posts, bool Left);

/// <summary>Reads the cells of one row and names each that is wrong; knows nothing of the directory.</summary>
internal static partial class RowReader
{
    internal static AskedPerson? Read(FileRow row, List<CellProblem> problems)
    {
        foreach (var (column, cell) in row.Cells)
        {
            // Somebody will open the export of this in a spreadsheet.
            if (cell is ['=' or '+' or '-' or '@' or '\t', ..]) problems.Add(new(column, "不能以 = + - @ 开头（表格软件会当作公式）。", "Must not begin with = + - @: a spreadsheet would run it."));
            if (cell.Any(char.IsControl)) problems.Add(new(column, "含有换行或控制字符。", "Holds a line break or a control character."));
        }

        var number = Cell(row, "number");
        if (!Number().IsMatch(number)) problems.Add(new("number", "工号应为 1–20 位字母、数字或连字符。", "Must be 1–20 letters, digits or hyphens."));
        var name = Cell(row, "name");
        if (name.Length is 0 or > 50) problems.Add(new("name", "姓名应为 1–50 个字。", "Must be 1–50 characters."));
        if (Cell(row, "unitCode").Length == 0) problems.Add(new("unitCode", "缺少单位编码。", "Is missing."));
        var joined = Date(row, problems);
        var (month, day) = Birthday(row, problems);
        var asked = new AskedPerson(number, name, Cell(row, "unitCode"), joined, YesNo(row, "partyMember", false, problems), Optional(row, "branchCode"),
            YesNo(row, "unionMember", true, problems), month, day, Posts(row, problems), Status(row, problems));
        if (asked.BranchCode is not null && !asked.PartyMember) problems.Add(new("branchCode", "不是党员，不能填党支部。", "Only a Party member has a branch."));
        return problems.Count == 0 ? asked : null;
    }

    private static string Cell(FileRow row, string column) => row.Cells.GetValueOrDefault(column, "");

    private static string? Optional(FileRow row, string column) => Cell(row, column) is { Length: > 0 } text ? text : null;

    private static DateOnly Date(FileRow row, List<CellProblem> problems)
    {
        string[] forms = ["yyyy-MM-dd", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "yyyy年M月d日"];
        if (DateOnly.TryParseExact(Cell(row, "joinedOn"), forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1940 and <= 2100) return date;
        problems.Add(new("joinedOn", "日期应如 2026-07-01。", "Must be a date such as 2026-07-01."));
        return default;
    }

    private static (int?, int?) Birthday(FileRow row, List<CellProblem> problems)
    {
        if (Optional(row, "birthday") is not { } text) return default;
        // A leap year: the 29th of February is a birthday.
        if (DateOnly.TryParseExact($"2000-{text}", ["yyyy-MM-dd", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return (date.Month, date.Day);
        problems.Add(new("birthday", "生日只填月和日，如 05-06。", "Month and day only, such as 05-06."));
        return default;
    }

    private static bool YesNo(FileRow row, string column, bool otherwise, List<CellProblem> problems)
    {
        switch (Cell(row, column).ToLowerInvariant())
        {
            case "": return otherwise;
            case "是" or "true" or "yes" or "1": return true;
            case "否" or "false" or "no" or "0": return false;
            default:
                problems.Add(new(column, "应为 是 或 否。", "Must be yes or no."));
                return otherwise;
        }
    }

    private static bool Status(FileRow row, List<CellProblem> problems)
    {
        switch (Cell(row, "status").ToLowerInvariant())
        {
            case "" or "在职" or "active": return false;
            case "离职" or "left": return true;
            default:
                problems.Add(new("status", "应为 在职 或 离职。", "Must be active or left."));
                return false;
        }
    }

    // FarmManager@F0101;TeamLeader@T010101
    private static List<(string, string)> Posts(FileRow row, List<CellProblem> problems)
    {
        var posts = new List<(string, string)>();
        foreach (var text in Cell(row, "posts").Split([';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (text.Split('@') is [{ Length: > 0 } post, { Length: > 0 } unit]) posts.Add((post, unit));
            else problems.Add(new("posts", $"岗位应写成 岗位编码@单位编码，多个用分号隔开：{text}。", $"Write post@unit, separated by semicolons: {text}."));
        }

        return posts;
    }

    [GeneratedRegex("^[0-9A-Za-z-]{1,20}$")]
    private static partial Regex Number();
}
