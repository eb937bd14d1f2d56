using System.Globalization;
using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Supervision;

/// <summary>When an item is proposed for a change. Fewer than ten closed cases say nothing about times and returns.</summary>
internal static class ProposalRules
{
    internal const int Enough = 10;
    private const int EnoughToAbolish = 30;
    private const double ManyReturns = 0.2;

    internal static IReadOnlyList<ChangeProposal> Of(IReadOnlyList<MeasuredItem> items) =>
        [.. items.SelectMany(One).Concat(Alike(items)).OrderBy(proposal => proposal.Kind, StringComparer.Ordinal).ThenBy(proposal => proposal.Items[0], StringComparer.Ordinal)];

    private static IEnumerable<ChangeProposal> One(MeasuredItem one)
    {
        var (item, count) = (one.Item, one.Time?.Count ?? 0);
        if (count >= Enough && item.Limit is { } limit && HoursOf(limit) is var hours && one.Time!.P90Hours * 2 < hours)
        {
            yield return Proposal("Shorten", one,
                $"九成案件在时限的一半之内办结（{Shown(one.Time.P90Hours)} 小时，时限约 {Shown(hours)} 小时），可压缩时限。",
                $"Nine of ten cases close within half the limit ({Shown(one.Time.P90Hours)} of about {Shown(hours)} hours): the limit can be shorter.");
        }

        if (count >= Enough && one.ReturnShare >= ManyReturns)
        {
            yield return Proposal("Clarify", one,
                $"每百件退回 {Shown(one.ReturnShare.Value * 100)} 次：材料或填报要求不够清楚。",
                $"{Shown(one.ReturnShare.Value * 100)} returns in a hundred cases: what to hand in is not clear enough.");
        }

        if (item.MajorDecisionClass is not null || item.Basis.Any(basis => basis.Kind is BasisKind.Statute or BasisKind.Regulation)) yield break;
        if (one.WholeTime && one.Returns is null)
        {
            yield return Proposal("Abolish", one, "统计期内没有办理过，也没有法律法规要求，可考虑取消。", "Not used in the time, and no law asks for it: it may be abolished.");
        }
        else if (count >= EnoughToAbolish && item.Grade == RiskGrade.Low && one.Returns is { Returns: 0, Rejections: 0 })
        {
            yield return Proposal("Abolish", one,
                $"{count} 件全部一次通过，廉洁风险为低，可改为备案。",
                $"All {count} cases passed unchanged and the risk is low: a record may do instead of an approval.");
        }
    }

    // The same nature, levels and posts in the same kinds of steps: two names for one thing, or close to it.
    private static IEnumerable<ChangeProposal> Alike(IReadOnlyList<MeasuredItem> items) => items
        .Where(one => one.Item.MajorDecisionClass is null)
        .GroupBy(one => string.Join('|', one.Domain, one.Item.Nature, string.Join(',', one.Item.Levels), string.Join(';', one.Item.Steps.Select(step => $"{step.Kind}:{string.Join(',', step.Posts)}:{step.At}"))))
        .Where(group => group.Count() > 1 && group.Sum(one => one.Time?.Count ?? 0) >= Enough)
        .Select(group => new ChangeProposal(
            "Merge", [.. group.Select(one => one.Item.Code)],
            "这些事项的性质、层级、步骤和办理岗位相同，可考虑合并。", "These items have the same nature, levels, steps and posts: they may be merged.",
            group.Sum(one => one.Time?.Count ?? 0), null, group.Max(one => one.Time?.P90Hours), null));

    private static ChangeProposal Proposal(string kind, MeasuredItem one, string reason, string reasonEn) =>
        new(kind, [one.Item.Code], reason, reasonEn, one.Time?.Count ?? 0, one.Time?.MedianHours, one.Time?.P90Hours, one.ReturnShare);

    // Working days as calendar time: seven days hold five.
    private static double HoursOf(TimeLimit limit) => limit.Value * limit.Unit switch { TimeUnit.Hours => 1, TimeUnit.CalendarDays => 24, _ => 24 * 7 / 5.0 };

    private static string Shown(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
