using System.Globalization;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Meetings;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.PowerItems.Minutes;

/// <summary>Names of the posts in Chinese; people are named by their post, because names stay with the directory.</summary>
internal sealed record PostNames(IReadOnlyDictionary<string, string> Names)
{
    /// <exception cref="SeedException">The file is missing or broken.</exception>
    internal static PostNames Read(string folder) => new(
        SeedFile.Read<List<Catalogues.CataloguePost>>(Path.Combine(folder, "posts.json")).ToDictionary(post => post.Code, post => post.Name));
}

/// <summary>A paragraph of the minutes.</summary>
internal sealed record MinutesLine(MinutesStyle Style, string Text);

internal enum MinutesStyle { Mark, Number, Title, Heading, Body, Signature }

/// <summary>What the minutes say, in the order of an office's own: who met, who was there, what was decided and how each member voted.</summary>
internal sealed class MinutesDocument(PostNames posts, IReadOnlyDictionary<Guid, string> names)
{
    private static readonly string[] Numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

    internal IReadOnlyList<MinutesLine> Of(GetMeetingResponse meeting, string unitName)
    {
        var absent = meeting.Members.Where(member => !meeting.Present.Contains(member.PersonId)).ToList();
        return
        [
            new(MinutesStyle.Mark, $"{unitName}{meeting.BodyName}会议纪要"),
            new(MinutesStyle.Number, $"〔{meeting.Year}〕第{meeting.Number}次"),
            new(MinutesStyle.Title, meeting.Title),
            new(MinutesStyle.Body, $"时间：{WorkingCalendar.Shown(meeting.OpenedAt ?? meeting.StartsAt)}"),
            new(MinutesStyle.Body, $"地点：{meeting.Place ?? "（未填写）"}"),
            new(MinutesStyle.Body, $"应到 {meeting.Members.Count} 人，实到 {meeting.Present.Count} 人，法定人数 {meeting.Quorum} 人。"),
            new(MinutesStyle.Body, $"出席：{List(meeting.Members.Where(member => meeting.Present.Contains(member.PersonId)))}"),
            new(MinutesStyle.Body, $"缺席：{(absent.Count == 0 ? "无" : List(absent))}"),
            new(MinutesStyle.Body, $"议题材料于 {WorkingCalendar.Shown(meeting.MaterialsAt)} 送达各成员。"),
            .. meeting.Topics.SelectMany((topic, index) => Topic(topic, index, meeting)),
            new(MinutesStyle.Signature, WorkingCalendar.DayOf(meeting.OpenedAt ?? meeting.StartsAt).ToString("yyyy年M月d日", CultureInfo.InvariantCulture)),
        ];
    }

    private IEnumerable<MinutesLine> Topic(ShownTopic topic, int index, GetMeetingResponse meeting)
    {
        yield return new(MinutesStyle.Heading, $"{(index < Numerals.Length ? Numerals[index] : (index + 1).ToString(CultureInfo.InvariantCulture))}、{topic.Title}（{topic.ItemCode}）");
        if (topic.Recused.Count > 0) yield return new(MinutesStyle.Body, $"回避：{List(meeting.Members.Where(member => topic.Recused.Contains(member.PersonId)))}，未参与讨论和表决。");
        foreach (var vote in topic.Votes)
        {
            yield return new(MinutesStyle.Body, $"{Name(vote.Member, meeting)}：{Word(vote.Vote)}。{vote.Opinion}");
        }

        yield return new(MinutesStyle.Body,
            $"表决：赞成 {Count(topic, VoteChoice.For)} 票，反对 {Count(topic, VoteChoice.Against)} 票，弃权 {Count(topic, VoteChoice.Abstain)} 票。");
        if (topic.Dissent.Count > 0)
            yield return new(MinutesStyle.Body, $"保留意见：{string.Join("；", topic.Dissent.Select(vote => $"{Name(vote.Member, meeting)}（{Word(vote.Vote)}）{vote.Opinion}"))}。");
        yield return new(MinutesStyle.Body, topic.Resolved switch
        {
            StepDecision.Approve => $"会议决定：同意。{topic.Summary}",
            StepDecision.Reject => $"会议决定：不同意。{topic.Summary}",
            _ => "本议题未形成决定。",
        });
    }

    private static int Count(ShownTopic topic, VoteChoice choice) => topic.Votes.Count(vote => vote.Vote == choice);

    private static string Word(VoteChoice choice) => choice switch { VoteChoice.For => "赞成", VoteChoice.Against => "反对", _ => "弃权" };

    private string List(IEnumerable<BodyMember> members) => string.Join("、", members.Select(Name));

    private string Name(Guid person, GetMeetingResponse meeting) => Name(meeting.Members.First(member => member.PersonId == person));

    private string Name(BodyMember member)
    {
        var post = posts.Names.GetValueOrDefault(member.Post, member.Post);
        return names.TryGetValue(member.PersonId, out var name) ? $"{name}（{post}）" : post;
    }
}
