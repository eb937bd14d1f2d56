using System.Text.Json.Nodes;
using Ronghe.Contracts.Assessment;
using Ronghe.Contracts.PowerItems;
using Ronghe.Testing;

namespace Ronghe.Assessment.Tests.Pioneers;

[Collection(nameof(AssessmentSite))]
public sealed class Pioneer_posts(AssessmentSite site)
{
    private const string Station = "G/B01/F0102/";

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Named_by_its_power_case_alone_then_reviewed_and_withdrawn()
    {
        await site.Wire.Listen<PioneerPostNamed>();
        await site.Wire.Listen<PioneerPostWithdrawn>();
        using var worker = site.Person("G/B01/", "PartyWorker@G/B01/");
        var post = await Propose(worker, await Member());
        var id = (Guid)post["postId"]!;
        await worker.Refused("post-not-named", $"pioneer-posts/{id}/matter", new { matter = "Review" });
        await Tell(id, "G/B02/", (string)post["digest"]!);
        await Tell(id, "G/B01/", (string)post["digest"]!);
        await Eventually.True(async () => (string)(await worker.Get($"pioneer-posts/{id}"))["state"]! == "Named", "named");
        await Eventually.True(() => Task.FromResult(site.Wire.Heard<PioneerPostNamed>().Count(told => told.PostId == id) == 1), "told once");

        var withdraw = await worker.Done($"pioneer-posts/{id}/matter", new { matter = "Withdraw" });
        await Tell(id, "G/B01/", (string)withdraw["digest"]!);
        await Eventually.True(() => Task.FromResult(site.Wire.Heard<PioneerPostWithdrawn>().Any(told => told.PostId == id)), "withdrawn");
    }

    [Fact]
    public async Task A_post_by_presence_is_refused()
    {
        using var worker = site.Person("G/B01/", "PartyWorker@G/B01/");
        var problem = await worker.Refused("burden-forbidden", "pioneer-posts",
            new { title = "防火先锋岗", duties = "每日签到，在线时长不少于六小时", season = "FirePrevention", personId = await Member() });
        Assert.Equal("check-in", (string)problem["rule"]!);
    }

    [Fact]
    public async Task Uploads_are_answered_item_by_item_and_count_once_somebody_else_has_closed_them()
    {
        var member = await Member();
        using var worker = site.Person("G/B01/", "PartyWorker@G/B01/");
        using var me = site.Person(member, Station);
        var post = await Named(worker, member);
        object Item(Guid id, string kind, string evidence = "巡护日志 2026-117 号") =>
            new { outcomeId = id, postId = post, kind, terrain = "Mountain", occurredAt = new DateTimeOffset(2026, 4, 12, 9, 0, 0, TimeSpan.FromHours(8)), evidence, latitude = 47.123456m, longitude = 128.654321m };
        var (hazard, finding) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var foreign = new { outcomeId = Guid.CreateVersion7(), postId = Guid.CreateVersion7(), kind = "Plot", terrain = "Hill", occurredAt = Now, evidence = "验收单 3 号" };

        var first = await me.Done("pioneer-posts/outcomes", new { outcomes = new[] { Item(hazard, "Hazard"), foreign, Item(finding, "PatrolFinding") } });
        Assert.Equal(["Accepted", "Refused", "Accepted"], Results(first));
        Assert.Equal(6.75m, (decimal)first["results"]![0]!["weight"]!);
        Assert.False((bool)first["results"]![0]!["placeKept"]!);
        var again = await me.Done("pioneer-posts/outcomes", new { outcomes = new[] { Item(hazard, "Hazard"), Item(finding, "PatrolFinding", "另一份日志") } });
        Assert.Equal(["Duplicate", "Conflict"], Results(again));

        await me.Refused("unit-not-yours", $"pioneer-posts/outcomes/{hazard}/confirmation", new { accept = true });
        Assert.Equal("Verified", (string)(await worker.Done($"pioneer-posts/outcomes/{hazard}/confirmation", new { accept = true }))["state"]!);
        Assert.Equal(0, await Facts(hazard));
        Assert.Equal("Done", (string)(await worker.Done($"pioneer-posts/outcomes/{hazard}/confirmation", new { accept = true }))["state"]!);
        Assert.Equal(1, await Facts(hazard));
        await worker.Refused("outcome-settled", $"pioneer-posts/outcomes/{hazard}/confirmation", new { accept = true });
        await worker.Done($"pioneer-posts/outcomes/{finding}/confirmation", new { accept = false });
        Assert.Equal(0, await Facts(finding));
    }

    [Fact]
    public async Task A_place_is_kept_only_under_consent_coarsely_and_goes_with_it()
    {
        var member = await Member();
        using var worker = site.Person("G/B01/", "PartyWorker@G/B01/");
        using var me = site.Person(member, Station);
        var post = await Named(worker, member);
        await me.Done("pioneer-posts/place-consent", new { purpose = "OutcomeEvidence", days = 30 });
        var id = Guid.CreateVersion7();
        var item = new { outcomeId = id, postId = post, kind = "Plot", terrain = "Hill", occurredAt = Now.AddDays(-1), evidence = "验收单 9 号", latitude = 47.123456m, longitude = 128.655m };
        Assert.True((bool)(await me.Done("pioneer-posts/outcomes", new { outcomes = new[] { item } }))["results"]![0]!["placeKept"]!);
        Assert.Equal(47.12m, await site.Ask<decimal>($"SELECT latitude FROM outcome_places WHERE outcome_id = '{id}'"));
        Assert.Equal(47.12m, await site.Ask<decimal>($"WITH x AS (UPDATE outcome_places SET latitude = 47.123456 WHERE outcome_id = '{id}' RETURNING latitude) SELECT latitude FROM x"));
        using var gone = await me.DeleteAsync(Desk.Root + "pioneer-posts/place-consent", Ct);
        Assert.Equal(0, await site.Ask<long>($"SELECT count(*) FROM outcome_places WHERE outcome_id = '{id}'"));
    }

    private static IEnumerable<string> Results(JsonNode answer) => answer["results"]!.AsArray().Select(row => (string)row!["result"]!);

    private Task<long> Facts(Guid outcome) => site.Ask<long>($"SELECT count(*) FROM facts WHERE key = 'outcome:{outcome}'");

    private async Task<Guid> Named(HttpClient worker, Guid member)
    {
        var post = await Propose(worker, member);
        await Tell((Guid)post["postId"]!, "G/B01/", (string)post["digest"]!);
        await Eventually.True(async () => (string)(await worker.Get($"pioneer-posts/{post["postId"]}"))["state"]! == "Named", "named");
        return (Guid)post["postId"]!;
    }

    private static Task<JsonNode> Propose(HttpClient worker, Guid personId) => worker.Done(
        "pioneer-posts", new { title = "望云防火先锋岗", duties = "发现并闭环火险隐患", season = "FirePrevention", personId });

    private async Task<Guid> Member()
    {
        var id = Guid.CreateVersion7();
        await site.Ask<int>($"""
            WITH x AS (INSERT INTO directory_people (id, unit_id, unit_path, posts, party_member, branch_id, union_member, joined_on, version, active)
            VALUES ('{id}', '{id}', '{Station}', '[]', true, NULL, true, '2020-01-01', 1, true) RETURNING 1) SELECT count(*)::int FROM x
            """);
        return id;
    }

    private Task Tell(Guid about, string unitPath, string digest) => site.Wire.Tell(
        new CaseClosed(Guid.CreateVersion7(), 4, "PTY-08", "PTY", unitPath, "Approved", "assessment.pioneer-post", about, digest, Now.AddDays(-3), Now));
}
