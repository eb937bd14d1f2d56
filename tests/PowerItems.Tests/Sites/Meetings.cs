using System.Net.Http.Json;
using System.Text.Json;

namespace Ronghe.PowerItems.Tests.Sites;

/// <summary>A body's meeting over HTTP.</summary>
internal static class Meetings
{
    internal static async Task<JsonElement> Convene(Site site, HttpClient clerk, JsonElement shown, JsonElement active, double days = 3.01) =>
        await Site.Json(await TryConvene(site, clerk, shown, active, days), 201);

    internal static Task<HttpResponseMessage> TryConvene(Site site, HttpClient clerk, JsonElement shown, JsonElement active, double days) => clerk.PostAsJsonAsync(
        Site.Api + "/meetings", new
        {
            body = active.Text("body"),
            title = "例会",
            place = "三楼会议室",
            startsAt = site.Clock.GetUtcNow().AddDays(days),
            topics = new[] { new { caseId = shown.Id("caseId"), stepId = active.Id("stepId"), caseVersion = shown.GetProperty("caseVersion").GetInt64() } },
        });

    internal static Task<HttpResponseMessage> Open(HttpClient clerk, Guid meeting, IEnumerable<Guid> present) =>
        clerk.PostAsJsonAsync($"{Site.Api}/meetings/{meeting}/opening", new { present });

    internal static Task<HttpResponseMessage> Vote(HttpClient member, Guid meeting, Guid caseId, string vote, string? opinion = null) =>
        member.PostAsJsonAsync($"{Site.Api}/meetings/{meeting}/topics/{caseId}/votes", new { vote, opinion });

    internal static Task<HttpResponseMessage> Resolve(HttpClient clerk, Guid meeting, Guid caseId, Guid[]? splittingSeen = null) =>
        clerk.PostAsJsonAsync($"{Site.Api}/meetings/{meeting}/topics/{caseId}/resolution", new { summary = "会议同意。", splittingSeen });

    /// <summary>From convening to the resolution, everybody present and for it. Answers the case's state.</summary>
    internal static async Task<string> Conduct(Site site, JsonElement shown, JsonElement active)
    {
        var clerk = site.Assignee(active.GetProperty("assignees")[0].GetGuid());
        var meeting = await Convene(site, clerk, shown, active);
        site.Clock.Shift += TimeSpan.FromDays(3.02);
        Guid[] members = [.. meeting.GetProperty("members").EnumerateArray().Select(member => member.Id("personId"))];
        await Site.Json(await Open(clerk, meeting.Id("meetingId"), members), 200);
        foreach (var member in members.Reverse()) await Site.Json(await Vote(site.Assignee(member), meeting.Id("meetingId"), shown.Id("caseId"), "For"), 200);
        return (await Site.Json(await Resolve(clerk, meeting.Id("meetingId"), shown.Id("caseId"), Site.SplittingSeen(shown)), 200)).Text("state");
    }
}
