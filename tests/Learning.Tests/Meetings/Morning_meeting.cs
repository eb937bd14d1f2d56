using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Ronghe.Contracts.Learning;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Meetings;

[Collection(nameof(LearningSite))]
public sealed class Morning_meeting(LearningSite site)
{
    private const string Team = "G/B01/F0101/T010101/";

    private static readonly string[] OneCard = ["FIRE-REPORT"];
    private static readonly string[] OnceOrAgain = ["accepted", "duplicate"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_week_of_packs_is_small_and_verifies_offline()
    {
        var (leader, _, _) = await NewTeam(8);
        var packs = await Issue(leader, "FIRE-REPORT", "FIRE-OPEN-FLAME", "SAFETY-STOP-WORK", "FIRE-LINE-SAFETY", "UNION-FUNDS", "UNION-CONGRESS", "PROCUREMENT-SPLITTING");
        Assert.Equal(7, packs.Count);
        using var anybody = site.Person(Team);
        var key = (await anybody.GetFromJsonAsync<JsonNode>("/api/v1/learning/meetings/pack-key", Ct))!;
        using var pinned = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = WebEncoders.Base64UrlDecode((string)key["x"]!), Y = WebEncoders.Base64UrlDecode((string)key["y"]!) },
        });
        foreach (var pack in packs)
        {
            Assert.InRange(pack.Length, 500, 60 * 1024);
            var parts = pack.Split('.');
            Assert.True(pinned.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), WebEncoders.Base64UrlDecode(parts[2]), HashAlgorithmName.SHA256));
            var content = JsonNode.Parse(WebEncoders.Base64UrlDecode(parts[1]))!;
            Assert.NotEmpty(content["card"]!.AsArray());
            Assert.NotEmpty(content["question"]!["options"]!.AsArray());
            Assert.True(content["roster"]!.AsArray().Count >= 8);
        }
    }

    [Fact]
    public async Task Parts_twice_out_of_order_from_two_phones_count_once()
    {
        await site.Wire.Listen<MorningMeetingHeld>();
        var (leader, deputy, people) = await NewTeam(5);
        var pack = (await Issue(leader, "FIRE-REPORT"))[0];
        var held = Item("Held");
        var attendance = people.Select(person => Item("Attendance", person)).ToList();
        var answers = people.Select(person => Item("Answer", person, "ABD")).ToList();

        Assert.Equal(Outcomes("accepted", 3), await Upload(leader, pack, answers[3], attendance[1], held));
        Assert.Equal(["duplicate", "duplicate", "accepted"], await Upload(leader, pack, held, answers[3], answers[0]));
        // The deputy's phone was there too: its own ids, the same facts.
        Assert.Equal(["duplicate", "duplicate", "accepted"], await Upload(deputy, pack, Item("Held"), Item("Answer", people[0], "BDA"), Item("Attendance", people[4])));
        var all = new[] { held }.Concat(attendance).Concat(answers).ToArray();
        var both = await Task.WhenAll(Upload(leader, pack, all), Upload(deputy, pack, all));
        Assert.All(both.SelectMany(outcomes => outcomes), outcome => Assert.Contains(outcome, OnceOrAgain));
        Assert.Equal(11L, await site.Ask<long>($"SELECT count(*) FROM meeting_items WHERE pack_id = '{IdOf(pack)}'"));

        await Eventually.True(() => Task.FromResult(site.Wire.Heard<MorningMeetingHeld>().Any(told => told.PackId == IdOf(pack))), "it is told");
        Assert.Single(site.Wire.Heard<MorningMeetingHeld>(), told => told.PackId == IdOf(pack));
        Assert.DoesNotContain(typeof(MorningMeetingHeld).GetProperties(), property => property.Name.Contains("Attend", StringComparison.OrdinalIgnoreCase) || property.Name == "PersonId");
    }

    [Fact]
    public async Task What_contradicts_is_kept_beside_the_first_and_says_so()
    {
        var (leader, deputy, people) = await NewTeam(2);
        var pack = (await Issue(leader, "FIRE-REPORT"))[0];
        var first = Item("Answer", people[0], "B");
        var other = Item("Answer", people[0], "A");
        Assert.Equal(["accepted"], await Upload(leader, pack, first));
        Assert.Equal(["conflict"], await Upload(deputy, pack, other));
        Assert.Equal(["duplicate"], await Upload(deputy, pack, other)); // kept once
        Assert.Equal(["conflict"], await Upload(leader, pack, first with { personId = people[1] }));
        Assert.Equal(["review"], await Upload(leader, pack, Item("Attendance", Guid.CreateVersion7())));
        Assert.Equal(1L, await Count(pack, "Accepted"));
        Assert.Equal(2L, await Count(pack, "Conflict"));
        Assert.Equal(1L, await Count(pack, "Review"));
    }

    [Fact]
    public async Task What_comes_after_the_validity_is_kept_for_review()
    {
        var (leader, _, people) = await NewTeam(1);
        var pack = (await Issue(leader, "FIRE-REPORT", day: -10))[0];
        Assert.Equal(["review", "review"], await Upload(leader, pack, Item("Held"), Item("Attendance", people[0])));
        Assert.Equal(2L, await Count(pack, "Review"));
    }

    [Fact]
    public async Task A_forged_pack_is_refused_and_recorded()
    {
        var (leader, _, people) = await NewTeam(1);
        var pack = (await Issue(leader, "FIRE-REPORT"))[0];
        var parts = pack.Split('.');
        var content = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(parts[1]));
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var body = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(content.Replace("FIRE-REPORT", "FIRE-RAPORT")));
        var unsigned = WebEncoders.Base64UrlEncode("""{"alg":"none"}"""u8);
        string[] forged =
        [
            $"{parts[0]}.{body}.{parts[2]}",
            $"{parts[0]}.{body}.{WebEncoders.Base64UrlEncode(own.SignData(Encoding.ASCII.GetBytes($"{parts[0]}.{body}"), HashAlgorithmName.SHA256))}",
            $"{unsigned}.{parts[1]}.",
            "rubbish",
        ];
        var before = await site.Ask<long>("SELECT count(*) FROM forged_packs");
        foreach (var attempt in forged)
        {
            var answer = await leader.PostAsJsonAsync("/api/v1/learning/meetings/uploads", new { pack = attempt, items = new[] { Item("Attendance", people[0]) } }, Ct);
            Assert.Equal("pack-forged", await Reply.Problem(answer));
        }

        Assert.Equal(before + 4, await site.Ask<long>("SELECT count(*) FROM forged_packs"));
        Assert.Equal(0L, await site.Ask<long>($"SELECT count(*) FROM meeting_items WHERE pack_id = '{IdOf(pack)}'"));
    }

    [Fact]
    public async Task Another_team_can_neither_issue_nor_upload()
    {
        var (leader, _, people) = await NewTeam(1);
        var pack = (await Issue(leader, "FIRE-REPORT"))[0];
        using var stranger = site.Person("G/B02/F0201/", "Manager@G/B02/F0201/");
        Assert.Equal("not-organiser", await Reply.Problem(await stranger.PostAsJsonAsync("/api/v1/learning/meetings/packs", new { unitPath = Team, day = "2026-03-05", lessonCodes = OneCard }, Ct)));
        Assert.Equal("not-your-team", await Reply.Problem(await stranger.PostAsJsonAsync("/api/v1/learning/meetings/uploads", new { pack, items = new[] { Item("Attendance", people[0]) } }, Ct)));
    }

    private sealed record Uploaded(Guid itemId, string kind, Guid? personId, string? answer, DateTimeOffset at);

    private static Uploaded Item(string kind, Guid? person = null, string? answer = null) => new(Guid.CreateVersion7(), kind, person, answer, TimeProvider.System.GetUtcNow().AddDays(-400));

    private static IEnumerable<string> Outcomes(string outcome, int count) => Enumerable.Repeat(outcome, count);

    private async Task<(HttpClient Leader, HttpClient Deputy, List<Guid> People)> NewTeam(int size)
    {
        var people = new List<Guid>();
        for (var index = 0; index < size; index++) people.Add(await site.Join(Team));
        return (site.Person(Team, $"Manager@{Team}"), site.Person(people[0], Team), people);
    }

    private static async Task<List<string>> Issue(HttpClient leader, params string[] lessons) => await Issue(leader, lessons, 0);

    private static async Task<List<string>> Issue(HttpClient leader, string lesson, int day) => await Issue(leader, [lesson], day);

    private static async Task<List<string>> Issue(HttpClient leader, string[] lessonCodes, int day)
    {
        var answer = await leader.PostAsJsonAsync("/api/v1/learning/meetings/packs", new
        {
            unitPath = Team, day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(day), lessonCodes,
        }, Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
        return [.. (await Reply.Body(answer))["packs"]!.AsArray().Select(pack => (string)pack!["pack"]!)];
    }

    private static async Task<List<string>> Upload(HttpClient phone, string pack, params Uploaded[] items)
    {
        var answer = await phone.PostAsJsonAsync("/api/v1/learning/meetings/uploads", new { pack, items }, Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
        var outcomes = (await Reply.Body(answer))["items"]!.AsArray();
        Assert.All(outcomes, outcome => Assert.NotEmpty((string)outcome!["reason"]!));
        return [.. outcomes.Select(outcome => (string)outcome!["outcome"]!)];
    }

    private static Guid IdOf(string pack) => Guid.Parse((string)JsonNode.Parse(WebEncoders.Base64UrlDecode(pack.Split('.')[1]))!["packId"]!);

    private Task<long> Count(string pack, string outcome) => site.Ask<long>($"SELECT count(*) FROM meeting_items WHERE pack_id = '{IdOf(pack)}' AND outcome = '{outcome}'");
}
