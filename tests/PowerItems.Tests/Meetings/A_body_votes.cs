using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json;
using Ronghe.PowerItems.Tests.Sites;

namespace Ronghe.PowerItems.Tests.Meetings;

[Collection(nameof(Site))]
public sealed class A_body_votes(Site site) : IDisposable
{
    private static readonly string[] InTheMinutes = ["会议纪要", "保留意见", "测算依据不足", "回避", "w:pgMar w:top=\"2098\"", "仿宋"];

    [Fact]
    public async Task From_the_agenda_to_minutes_that_keep_the_dissent()
    {
        var (shown, active) = await ToTheBoard();
        var clerk = site.HolderOf("BoardSecretary", Seeds.Group);

        var early = await Site.Json(await Sites.Meetings.TryConvene(site, clerk, shown, active, 2.9), 409);
        Assert.EndsWith("materials-too-late", early.Text("type"), StringComparison.Ordinal);
        var meeting = await Sites.Meetings.Convene(site, clerk, shown, active);
        var (id, caseId) = (meeting.Id("meetingId"), shown.Id("caseId"));
        var members = meeting.GetProperty("members").EnumerateArray().Select(member => (Id: member.Id("personId"), Post: member.Text("post"))).ToList();
        var (head, others) = (members[0].Id, members.Skip(1).Select(member => member.Id).ToList());
        Assert.Equal("BoardChair", members[0].Post);

        Assert.Equal("meeting-too-early", await Site.Problem(await Sites.Meetings.Open(clerk, id, members.Select(member => member.Id)), 409));
        site.Clock.Shift += TimeSpan.FromDays(3.02);
        Assert.Equal("no-quorum", await Site.Problem(await Sites.Meetings.Open(clerk, id, [head]), 409));
        Assert.Equal("meeting-not-open", await Site.Problem(await Sites.Meetings.Vote(site.Assignee(others[0]), id, caseId, "For"), 409));
        Assert.Equal("not-a-member", await Site.Problem(await Sites.Meetings.Open(clerk, id, [head, Guid.CreateVersion7()]), 403));
        await Site.Json(await Sites.Meetings.Open(clerk, id, members.SkipLast(1).Select(member => member.Id)), 200);

        // The last member is absent, the second stays out; the head waits for the rest.
        await Site.Json(await Recuse(site.Assignee(others[0]), id, caseId), 200);
        Assert.Equal("recused-member", await Site.Problem(await Sites.Meetings.Vote(site.Assignee(others[0]), id, caseId, "For"), 403));
        Assert.Equal("member-absent", await Site.Problem(await Sites.Meetings.Vote(site.Assignee(others[^1]), id, caseId, "For"), 403));
        Assert.Equal("head-speaks-last", await Site.Problem(await Sites.Meetings.Vote(site.Assignee(head), id, caseId, "For"), 409));
        Assert.Equal("reason-needed", await Site.Problem(await Sites.Meetings.Vote(site.Assignee(others[1]), id, caseId, "Against"), 409));
        await Site.Json(await Sites.Meetings.Vote(site.Assignee(others[1]), id, caseId, "Against", "测算依据不足"), 200);
        Assert.Equal("already-voted", await Site.Problem(await Sites.Meetings.Vote(site.Assignee(others[1]), id, caseId, "For"), 409));
        Assert.Equal("votes-missing", await Site.Problem(await Sites.Meetings.Resolve(clerk, id, caseId), 409));
        foreach (var member in others.Skip(2).SkipLast(1)) await Site.Json(await Sites.Meetings.Vote(site.Assignee(member), id, caseId, "For", "同意"), 200);
        await Site.Json(await Sites.Meetings.Vote(site.Assignee(head), id, caseId, "For", "同意"), 200);
        await Site.Json(await Sites.Meetings.Resolve(clerk, id, caseId, Site.SplittingSeen(shown)), 200);
        Assert.Equal("topic-closed", await Site.Problem(await Sites.Meetings.Resolve(clerk, id, caseId), 409));

        var topic = (await Site.Json(await clerk.GetAsync($"{Site.Api}/meetings/{id}"), 200)).GetProperty("topics")[0];
        var dissent = Assert.Single(topic.GetProperty("dissent").EnumerateArray());
        Assert.Equal((others[1], "Against", "测算依据不足"), (dissent.Id("member"), dissent.Text("vote"), dissent.Text("opinion")));
        Assert.Equal("Approve", topic.Text("resolved"));
        await Minutes(clerk, id);
        await Replays.Check(site, caseId);
    }

    private static async Task Minutes(HttpClient clerk, Guid id)
    {
        var word = await clerk.GetAsync($"{Site.Api}/meetings/{id}/minutes");
        Assert.Equal("application/vnd.openxmlformats-officedocument.wordprocessingml.document", word.Content.Headers.ContentType!.MediaType);
        using var zip = new ZipArchive(await word.Content.ReadAsStreamAsync());
        using var reader = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        var text = await reader.ReadToEndAsync();
        Assert.All(InTheMinutes, part => Assert.Contains(part, text, StringComparison.Ordinal));
        var page = await (await clerk.GetAsync($"{Site.Api}/meetings/{id}/minutes/print")).Content.ReadAsStringAsync();
        Assert.Contains("测算依据不足", page, StringComparison.Ordinal);
        Assert.Contains("size: A4", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_who_opened_the_case_stays_out_from_the_beginning()
    {
        var chair = site.HolderOf("BoardChair", Seeds.Group);
        var (shown, active) = await ToTheBoard(chair);
        var clerk = site.HolderOf("BoardSecretary", Seeds.Group);

        var id = (await Sites.Meetings.Convene(site, clerk, shown, active)).Id("meetingId");

        var topic = (await Site.Json(await clerk.GetAsync($"{Site.Api}/meetings/{id}"), 200)).GetProperty("topics")[0];
        Assert.Equal(Site.Holder("BoardChair", Seeds.Group).PersonId, topic.GetProperty("recused")[0].GetGuid());
        site.Clock.Shift += TimeSpan.FromDays(3.02);
        await Site.Json(await Sites.Meetings.Open(clerk, id, [.. topic.GetProperty("recused").EnumerateArray().Select(one => one.GetGuid()),
            .. Seeds.Holders.Where(holder => holder.UnitPath == Seeds.Group && holder.Post is "PartySecretary" or "GeneralManager" or "ChiefAccountant" && holder.UnitPath == Seeds.Group).Select(holder => holder.PersonId)]), 200);
        Assert.Equal("initiator-decides-nothing", await Site.Problem(await Sites.Meetings.Vote(chair, id, shown.Id("caseId"), "For"), 403));
    }

    private async Task<(JsonElement Shown, JsonElement Active)> ToTheBoard(HttpClient? initiator = null)
    {
        site.Clock.Shift = TimeSpan.FromDays(-40);
        var item = Seeds.Catalogue.Items.First(one => one.Item.Levels.Contains(Ronghe.PowerItems.Items.UnitLevel.Group)
            && one.Item.Steps.Any(step => step.Body == Ronghe.PowerItems.Items.DecisionBody.Board)).Item;
        var reader = initiator ?? site.Staff(Seeds.Group);
        var opened = await site.Open(reader, Site.Opening(item, item.Tiers.LastOrDefault(), "G"));
        while (true)
        {
            var shown = await site.Case(reader, opened);
            var active = Site.Active(shown);
            if (active.Text("kind") == "Collective" && active.Text("body") == "Board") return (shown, active);
            await site.Conduct(reader, opened);
        }
    }

    private static Task<HttpResponseMessage> Recuse(HttpClient member, Guid meeting, Guid caseId) =>
        member.PostAsJsonAsync($"{Site.Api}/meetings/{meeting}/topics/{caseId}/recusals", new { reason = "与供应商有亲属关系" });

    public void Dispose() => site.Clock.Shift = TimeSpan.Zero;
}
