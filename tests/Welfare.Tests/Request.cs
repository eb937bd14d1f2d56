namespace Ronghe.Welfare.Tests;

internal sealed record ProgrammeBody(string Title, string Kind, string? UnitCode, decimal AmountPerPerson, int Headcount, string Description);

internal static class Request
{
    internal static ProgrammeBody HardshipAid(string? unitCode = null) =>
        new("困难职工帮扶", "HardshipAid", unitCode, 500m, 120, "入冬前对困难职工逐户走访帮扶。");

    internal static ProgrammeBody FestivalGift(decimal amountPerPerson, string? unitCode = null) =>
        new("中秋慰问", "FestivalGift", unitCode, amountPerPerson, 10, "米、油各一份。");
}
