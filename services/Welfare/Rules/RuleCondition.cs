namespace Ronghe.Welfare.Rules;

/// <summary>One condition of an entitlement rule, as data.</summary>
/// <param name="Fact">UnionMember, PartyMember, YearsOfService, Unit, Post, BirthMonth, HardshipGrade, DeclaredEvent, Honoured or HadThisYear.</param>
/// <param name="AnyOf">
/// Post codes, paths of units (with all below), months, grades (Special, Grave, General), declared events (Marriage, Childbirth,
/// Hospitalised, Bereavement, Retirement), honours (Member, Worker, Model) or, for HadThisYear, one kind of programme.
/// </param>
/// <param name="AtLeast">Lowest number that counts: whole years of service, or benefits had this year; null for none.</param>
/// <param name="AtMost">Highest number that counts; null for none.</param>
/// <param name="WithinDays">How many days a declared event or an honour counts; 365 when left out.</param>
public sealed record RuleCondition(
    string Fact, IReadOnlyList<string>? AnyOf = null, int? AtLeast = null, int? AtMost = null, int? WithinDays = null);

internal static class Facts
{
    internal const string UnionMember = nameof(UnionMember);
    internal const string PartyMember = nameof(PartyMember);
    internal const string YearsOfService = nameof(YearsOfService);
    internal const string Unit = nameof(Unit);
    internal const string Post = nameof(Post);
    internal const string BirthMonth = nameof(BirthMonth);
    internal const string HardshipGrade = nameof(HardshipGrade);
    internal const string DeclaredEvent = nameof(DeclaredEvent);
    internal const string Honoured = nameof(Honoured);
    internal const string HadThisYear = nameof(HadThisYear);

    internal static readonly string[] Grades = ["Special", "Grave", "General"];
    internal static readonly string[] Events = ["Marriage", "Childbirth", "Hospitalised", "Bereavement", "Retirement"];

    /// <summary>What is wrong with a condition; null when it can be judged.</summary>
    internal static (string Chinese, string English)? Wrong(RuleCondition condition) => condition.Fact switch
    {
        UnionMember or PartyMember => null,
        YearsOfService when condition.AtLeast is null && condition.AtMost is null => ("工龄条件要写明年数。", "Years of service need a number."),
        YearsOfService => null,
        HadThisYear when condition.AnyOf is not [_] || condition.AtMost is null => ("“本年已享受”条件要写明一个种类和上限。", "HadThisYear needs one kind and a maximum."),
        BirthMonth when condition.AnyOf?.All(month => int.TryParse(month, out var number) && number is >= 1 and <= 12) != true => ("月份要写 1–12。", "Months are 1 to 12."),
        Post or Unit or BirthMonth or HadThisYear or Honoured when condition.AnyOf is { Count: > 0 } => null,
        HardshipGrade when condition.AnyOf is { Count: > 0 } grades && !grades.Except(Grades).Any() => null,
        DeclaredEvent when condition.AnyOf is { Count: > 0 } events && !events.Except(Events).Any() => null,
        Post or Unit or BirthMonth or HardshipGrade or DeclaredEvent or Honoured => ("条件的取值不对。", "The values of the condition are not right."),
        _ => ($"没有“{condition.Fact}”这种条件。", $"There is no fact {condition.Fact}."),
    };
}
