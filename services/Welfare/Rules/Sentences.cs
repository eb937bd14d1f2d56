using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Welfare.Rules;

/// <summary>What a rule says to a person, in words that need no explanation.</summary>
internal static class Sentences
{
    internal static string HasLeft => Say("您已不在本单位，不能享受这项福利。", "You are no longer with the group.");

    internal static string Yes(IEnumerable<RuleCondition> held, Member member, DateOnly day) =>
        Say("您可以享受：", "You are entitled: ") + string.Join(Say("，", ", "), held.Select(condition => Held(condition, member, day))) + Say("。", ".");

    internal static string No(IReadOnlyList<RuleCondition> clause, Member member, DateOnly day) => clause is [var one]
        ? Say("您这次不能享受：", "You are not entitled this time: ") + Missed(one, member, day) + Say("。", ".")
        : Say("您这次不能享受：以下条件一条也不符合——", "You are not entitled this time, as none of these is so: ")
            + string.Join(Say("；", "; "), clause.Select(condition => Missed(condition, member, day))) + Say("。", ".");

    internal static string Demand(IReadOnlyList<RuleCondition> clause) => Say("不符合：", "Not so: ") + string.Join(Say(" 或 ", " or "), clause.Select(Demand));

    private static string Demand(RuleCondition condition) => condition.Fact switch
    {
        Facts.UnionMember => Say("工会会员", "union member"),
        Facts.PartyMember => Say("中共党员", "Party member"),
        Facts.YearsOfService => Say($"工龄{Range(condition, "年")}", $"years of service {RangeEn(condition)}"),
        Facts.Unit => Say("在指定单位工作", "works in one of the named units"),
        Facts.Post => Say("担任指定职务", "holds one of the named posts"),
        Facts.BirthMonth => Say($"{Values(condition)}月过生日", $"birthday in month {Values(condition)}"),
        Facts.HardshipGrade => Say($"认定为{string.Join("、", condition.AnyOf!.Select(Grade))}", $"recognised as in hardship ({Values(condition)})"),
        Facts.DeclaredEvent => Say($"{condition.WithinDays ?? 365} 天内登记过{string.Join("、", condition.AnyOf!.Select(Event))}", $"declared {Values(condition)} within {condition.WithinDays ?? 365} days"),
        Facts.Honoured => Say($"{condition.WithinDays ?? 365} 天内获得过表彰", $"honoured within {condition.WithinDays ?? 365} days"),
        _ => Say($"本年享受{Kind(condition.AnyOf![0])}{Range(condition, "次")}", $"had {condition.AnyOf![0]} this year {RangeEn(condition)}"),
    };

    private static string Held(RuleCondition condition, Member member, DateOnly day) => condition.Fact switch
    {
        Facts.YearsOfService => Say($"工龄已满 {member.YearsOfService(day)} 年", $"{member.YearsOfService(day)} years of service"),
        Facts.UnionMember => Say("您是工会会员", "you are a union member"),
        Facts.PartyMember => Say("您是中共党员", "you are a Party member"),
        Facts.HadThisYear => Say($"本年享受{Kind(condition.AnyOf![0])} {member.Had.GetValueOrDefault(condition.AnyOf[0])} 次，没有超过规定", "what you had this year is within the limit"),
        _ => Demand(condition),
    };

    private static string Missed(RuleCondition condition, Member member, DateOnly day) => condition.Fact switch
    {
        Facts.UnionMember => Say("您还不是工会会员，可向所在单位工会申请入会", "you are not a union member yet; your unit's union takes applications"),
        Facts.PartyMember => Say("这项只面向中共党员", "this is for Party members"),
        Facts.YearsOfService => Say($"要求工龄{Range(condition, "年")}，您现在是 {member.YearsOfService(day)} 年", $"years of service must be {RangeEn(condition)}, yours are {member.YearsOfService(day)}"),
        Facts.Unit => Say("您所在的单位不在这次范围内", "your unit is not in the scope this time"),
        Facts.Post => Say("您没有担任要求的职务", "you do not hold one of the posts asked for"),
        Facts.BirthMonth => Say($"这次面向 {Values(condition)} 月过生日的职工", $"this is for birthdays in month {Values(condition)}"),
        Facts.HardshipGrade => Say("您没有在册的困难职工认定，可提出帮扶申请", "no recognised hardship is on file; you may apply for aid"),
        Facts.DeclaredEvent => Say(
            $"{condition.WithinDays ?? 365} 天内没有登记过{string.Join("、", condition.AnyOf!.Select(Event))}，如有请先登记",
            $"nothing of the kind ({Values(condition)}) was declared within {condition.WithinDays ?? 365} days; declare it first"),
        Facts.Honoured => Say($"{condition.WithinDays ?? 365} 天内没有要求的表彰", $"none of the honours asked for was granted within {condition.WithinDays ?? 365} days"),
        _ => Say(
            $"本年已享受{Kind(condition.AnyOf![0])} {member.Had.GetValueOrDefault(condition.AnyOf[0])} 次，规定{Range(condition, "次")}",
            $"you had {condition.AnyOf![0]} {member.Had.GetValueOrDefault(condition.AnyOf[0])} times this year; the limit is {RangeEn(condition)}"),
    };

    private static string Range(RuleCondition condition, string unit) => condition switch
    {
        { AtLeast: { } least, AtMost: { } most } => $" {least}–{most} {unit}",
        { AtLeast: { } least } => $"满 {least} {unit}",
        _ => $"不超过 {condition.AtMost} {unit}",
    };

    private static string RangeEn(RuleCondition condition) => condition switch
    {
        { AtLeast: { } least, AtMost: { } most } => $"{least} to {most}",
        { AtLeast: { } least } => $"at least {least}",
        _ => $"at most {condition.AtMost}",
    };

    private static string Values(RuleCondition condition) => string.Join(Say("、", ", "), condition.AnyOf!);

    private static string Grade(string grade) => grade switch { "Special" => "特困职工", "Grave" => "深度困难职工", _ => "困难职工" };

    private static string Event(string kind) => kind switch
    {
        "Marriage" => "结婚", "Childbirth" => "生育", "Hospitalised" => "住院", "Bereavement" => "亲属去世", _ => "退休",
    };

    private static string Kind(string kind) => Programmes.ProgrammeKinds.Chinese(kind);

    private static string Say(string chinese, string english) => new Refusal("", chinese, english).Text;
}
