using Ronghe.Contracts.Identity;

namespace Ronghe.Learning.Audiences;

/// <summary>Who is meant. Exactly one member is set; rules nest to eight levels.</summary>
/// <param name="All">Every one of these.</param>
/// <param name="Any">At least one of these.</param>
/// <param name="Not">Not this.</param>
/// <param name="Unit">In this unit or below it, such as <c>G/B01/</c>.</param>
/// <param name="Team">In exactly this unit.</param>
/// <param name="Post">Holds this post.</param>
/// <param name="PartyMember">Is, or is not, a member of the Party.</param>
/// <param name="UnionMember">Is, or is not, a member of the union.</param>
/// <param name="Tag">Carries this tag.</param>
public sealed record AudienceRule(
    IReadOnlyList<AudienceRule>? All = null, IReadOnlyList<AudienceRule>? Any = null, AudienceRule? Not = null, string? Unit = null,
    string? Team = null, string? Post = null, bool? PartyMember = null, bool? UnionMember = null, string? Tag = null);

/// <summary>What rules may know of a person.</summary>
internal sealed record Facts(string UnitPath, IReadOnlyList<PostHolding> Posts, bool PartyMember, bool UnionMember, IReadOnlyList<string> Tags);

internal static class AudienceRules
{
    private const int Deepest = 8;
    private const int MostParts = 100;

    /// <summary>What is wrong with the rule; null when nothing is.</summary>
    internal static (string Chinese, string English)? Fault(AudienceRule rule)
    {
        var left = MostParts;
        return Fault(rule, 1, ref left);
    }

    internal static bool Matches(this AudienceRule rule, Facts person) => rule switch
    {
        { All: { } all } => all.All(part => part.Matches(person)),
        { Any: { } any } => any.Any(part => part.Matches(person)),
        { Not: { } not } => !not.Matches(person),
        { Unit: { } unit } => person.UnitPath.StartsWith(unit, StringComparison.Ordinal),
        { Team: { } team } => person.UnitPath == team,
        { Post: { } post } => person.Posts.Any(held => held.Post == post),
        { PartyMember: { } member } => person.PartyMember == member,
        { UnionMember: { } member } => person.UnionMember == member,
        { Tag: { } tag } => person.Tags.Contains(tag),
        _ => false,
    };

    /// <summary>The parts of a rule that a person meets, in words. Empty for a person who is not meant.</summary>
    internal static IEnumerable<(string Chinese, string English)> Reasons(this AudienceRule rule, Facts person)
    {
        if (!rule.Matches(person)) return [];
        return rule switch
        {
            { All: { } all } => all.SelectMany(part => part.Reasons(person)),
            { Any: { } any } => any.SelectMany(part => part.Reasons(person)),
            { Not: { } not } => [($"不属于：{Say(not).Chinese}", $"not: {Say(not).English}")],
            _ => [Say(rule)],
        };
    }

    private static (string Chinese, string English) Say(AudienceRule rule) => rule switch
    {
        { All: { } all } => (string.Join("且", all.Select(part => Say(part).Chinese)), string.Join(" and ", all.Select(part => Say(part).English))),
        { Any: { } any } => (string.Join("或", any.Select(part => Say(part).Chinese)), string.Join(" or ", any.Select(part => Say(part).English))),
        { Not: { } not } => ($"非{Say(not).Chinese}", $"not {Say(not).English}"),
        { Unit: { } unit } => ($"所在单位在 {unit} 范围内", $"your unit lies within {unit}"),
        { Team: { } team } => ($"属于班组 {team}", $"you belong to the team {team}"),
        { Post: { } post } => ($"担任岗位 {post}", $"you hold the post {post}"),
        { PartyMember: { } member } => member ? ("是党员", "you are a Party member") : ("不是党员", "you are not a Party member"),
        { UnionMember: { } member } => member ? ("是工会会员", "you are a union member") : ("不是工会会员", "you are not a union member"),
        { Tag: var tag } => ($"带有标签“{tag}”", $"you carry the tag “{tag}”"),
    };

    private static (string, string)? Fault(AudienceRule? rule, int depth, ref int left)
    {
        if (rule is null) return ("规则里有空项。", "A part of the rule is empty.");
        if (depth > Deepest || --left < 0) return ("规则太复杂。", "The rule is too complex.");
        object?[] members = [rule.All, rule.Any, rule.Not, rule.Unit, rule.Team, rule.Post, rule.PartyMember, rule.UnionMember, rule.Tag];
        if (members.Count(member => member is not null) != 1) return ("每一项应只写一个条件。", "Each part must say exactly one thing.");
        if ((rule.Unit ?? rule.Team) is { } path && !path.EndsWith('/')) return ("单位路径以“/”结尾。", "A unit's path ends with a slash.");
        if ((rule.All ?? rule.Any) is { Count: 0 }) return ("组合条件不能为空。", "A group of conditions must not be empty.");
        foreach (var part in rule.All ?? rule.Any ?? (rule.Not is null ? [] : [rule.Not]))
        {
            if (Fault(part, depth + 1, ref left) is { } fault) return fault;
        }

        return null;
    }
}
