using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Platform.Tests.Journeys;

/// <summary>
/// A subsidiary's own system opens a power case for a festival programme; people decide its steps; the programme that waited is
/// published; the evidence and the situation follow; the whole is one trace.
/// </summary>
[Collection(nameof(Platform))]
public sealed class The_main_job(Platform platform)
{
    private const string Unit = "G/B01/";

    // The demo accounts that hold the posts of UNI-02 at bureau B01.
    private static readonly string[] Deciders =
        ["b01-union-officer", "b01-union-treasurer", "b01-union-secretary", "b01-union-chair", "b01-discipline-officer"];

    private static readonly HashSet<string> TookPart = ["gateway", "power-items", "welfare", "assessment", "situation"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_opened_by_a_subsidiary_publishes_the_programme_that_waited_in_one_trace()
    {
        using var subsidiary = platform.Client(await platform.SignIn.Subsidiary());
        await using var wall = await EventStream.Open(subsidiary, $"api/v1/situation/events?unit={Unit}", Ct);
        var before = (await wall.Next(Ct)).Data["figures"]!;
        var deciders = await SignInDeciders();
        using var trace = new Activity("a subsidiary's own process").SetIdFormat(ActivityIdFormat.W3C);
        trace.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        trace.Start();

        var programme = await Post(subsidiary, "api/v1/welfare/programmes", HttpStatusCode.Created, new
        {
            title = "2027年春节慰问", kind = "FestivalGift", amountPerPerson = 300, headcount = 800, description = "米面油礼包，每人一份",
        });
        var opened = await Post(subsidiary, "api/v1/power-items/cases", HttpStatusCode.Created, OpeningOf(programme));
        var caseId = opened["caseId"]!.GetValue<Guid>();
        Assert.Equal("AwaitingAuthority", await StateOf(subsidiary, programme));

        var steps = await DecideAll(caseId, deciders);
        Assert.True(steps >= 5, $"Only {steps} decisions were asked for.");

        await Eventually.Holds(async () => Assert.Equal("Published", await StateOf(subsidiary, programme)));
        await Eventually.Holds(() => EvidenceIsThere(subsidiary, caseId));
        await wall.NextWhere(frame => Grown(before, frame["figures"]!, "casesApproved") && Grown(before, frame["figures"]!, "programmesPublished"), TimeSpan.FromSeconds(30), Ct);
        await Eventually.Holds(() => OneTrace(trace.TraceId.ToHexString()));
    }

    [Fact]
    public async Task A_rejected_case_leaves_the_programme_unpublished_and_says_why()
    {
        using var subsidiary = platform.Client(await platform.SignIn.Subsidiary());
        var deciders = await SignInDeciders();
        var programme = await Post(subsidiary, "api/v1/welfare/programmes", HttpStatusCode.Created, new
        {
            title = "端午慰问", kind = "FestivalGift", amountPerPerson = 100, headcount = 100, description = "粽子",
        });
        var opened = await Post(subsidiary, "api/v1/power-items/cases", HttpStatusCode.Created, OpeningOf(programme));
        await DecideNext(opened["caseId"]!.GetValue<Guid>(), deciders, "Reject");

        await Eventually.Holds(async () => Assert.Equal("Refused", await StateOf(subsidiary, programme)));
        var refused = await subsidiary.GetFromJsonAsync<JsonObject>($"api/v1/welfare/programmes/{programme["programmeId"]}", Ct);
        Assert.Equal("case-rejected", refused!["reason"]!.GetValue<string>());
    }

    private static object OpeningOf(JsonObject programme) => new
    {
        itemCode = "UNI-02",
        title = "节日慰问方案审定",
        form = new { amount = programme["budget"]!.GetValue<decimal>(), headcount = 800, festival = "SpringFestival" },
        about = new { kind = "welfare.programme", id = programme["programmeId"]!.GetValue<Guid>(), digest = programme["digest"]!.GetValue<string>() },
        materials = new[] { new { key = "plan", name = "慰问品发放方案.docx" } },
    };

    private static async Task<int> DecideAll(Guid caseId, Dictionary<Guid, HttpClient> deciders)
    {
        for (var decisions = 0; decisions < 30; decisions++)
        {
            if (await DecideNext(caseId, deciders, "Approve") == "Approved") return decisions + 1;
        }

        throw new InvalidOperationException("The case did not close after 30 decisions.");
    }

    private static async Task<string> DecideNext(Guid caseId, Dictionary<Guid, HttpClient> deciders, string decision)
    {
        var current = await deciders.Values.First().GetFromJsonAsync<JsonObject>($"api/v1/power-items/cases/{caseId}", Ct);
        var step = current!["steps"]!.AsArray().First(one => one!["state"]!.GetValue<string>() == "Active")!;
        if (step["kind"]!.GetValue<string>() == "Collective" && decision == "Approve") return await Meet(current, step, deciders);
        var assignee = step["assignees"]!.AsArray().Select(id => id!.GetValue<Guid>()).First(deciders.ContainsKey);
        var answer = await Post(deciders[assignee], $"api/v1/power-items/cases/{caseId}/steps/{step["stepId"]}/decision", HttpStatusCode.OK,
            new { decision, opinion = "同意，依据齐全。", caseVersion = current["caseVersion"]!.GetValue<long>(), splittingSeen = SplittingSeen(current) });
        return answer["state"]!.GetValue<string>();
    }

    // The committee meets at once: those of its members who can sign in are present, and vote in the order of rank from below.
    private static async Task<string> Meet(JsonObject current, JsonNode step, Dictionary<Guid, HttpClient> deciders)
    {
        var caseId = current["caseId"]!.GetValue<Guid>();
        var clerk = deciders[step["assignees"]!.AsArray().Select(id => id!.GetValue<Guid>()).First(deciders.ContainsKey)];
        var meeting = await Post(clerk, "api/v1/power-items/meetings", HttpStatusCode.Created, new
        {
            body = step["body"]!.GetValue<string>(), title = "工会委员会例会", startsAt = TimeProvider.System.GetUtcNow().AddMilliseconds(500),
            topics = new[] { new { caseId, stepId = step["stepId"]!.GetValue<Guid>(), caseVersion = current["caseVersion"]!.GetValue<long>() } },
        });
        var path = $"api/v1/power-items/meetings/{meeting["meetingId"]}";
        Guid[] present = [.. meeting["members"]!.AsArray().Select(member => member!["personId"]!.GetValue<Guid>()).Where(deciders.ContainsKey)];
        await Eventually.Holds(async () => await Post(clerk, $"{path}/opening", HttpStatusCode.OK, new { present }));
        foreach (var member in present.Reverse()) await Post(deciders[member], $"{path}/topics/{caseId}/votes", HttpStatusCode.OK, new { vote = "For", opinion = "同意" });
        var resolved = await Post(clerk, $"{path}/topics/{caseId}/resolution", HttpStatusCode.OK, new { summary = "会议同意。", splittingSeen = SplittingSeen(current) });
        return resolved["state"]!.GetValue<string>();
    }

    private static Guid[] SplittingSeen(JsonObject current) =>
        [.. current["splitting"]?["cases"]?.AsArray().Select(one => one!["caseId"]!.GetValue<Guid>()) ?? []];

    private async Task<Dictionary<Guid, HttpClient>> SignInDeciders()
    {
        var deciders = new Dictionary<Guid, HttpClient>();
        foreach (var name in Deciders)
        {
            var token = await platform.SignIn.Person(name);
            deciders[Guid.Parse(new JsonWebToken(token).Subject)] = platform.Client(token);
        }

        return deciders;
    }

    private static async Task<string> StateOf(HttpClient client, JsonObject programme) =>
        (await client.GetFromJsonAsync<JsonObject>($"api/v1/welfare/programmes/{programme["programmeId"]}", Ct))!["state"]!.GetValue<string>();

    private static async Task EvidenceIsThere(HttpClient client, Guid caseId)
    {
        var evidence = await client.GetFromJsonAsync<JsonObject>($"api/v1/assessment/evidence?unit={Unit}&caseId={caseId}", Ct);
        var sources = evidence!["evidence"]!.AsArray().Select(item => item!["source"]!.GetValue<string>()).Order();
        Assert.Equal(["CaseClosed", "ProgrammePublished"], sources);
    }

    private static bool Grown(JsonNode before, JsonNode now, string figure) => now[figure]!.GetValue<long>() > before[figure]!.GetValue<long>();

    // Every service took part, and every span hangs on another of the same trace or on the caller's own.
    private async Task OneTrace(string traceId)
    {
        var trace = await platform.Engine.GetFromJsonAsync<JsonObject>($"api/traces/{traceId}", Ct);
        var spans = trace!["spans"]!.AsArray().Select(span => span!.AsObject()).ToList();
        var services = spans.Select(span => span["service"]!.GetValue<string>()).ToHashSet();
        Assert.Superset(TookPart, services);
        var ids = spans.Select(span => span["spanId"]!.GetValue<string>()).ToHashSet();
        var parents = spans.Select(span => span["parentSpanId"]?.GetValue<string>()).Where(parent => !string.IsNullOrEmpty(parent)).ToHashSet();
        Assert.InRange(parents.Count(parent => !ids.Contains(parent!)), 1, 40); // the caller's own spans, one a request, are not exported
        foreach (var orphan in spans.Where(span => !ids.Contains(span["parentSpanId"]?.GetValue<string>() ?? "")))
        {
            Assert.Equal("gateway", orphan["service"]!.GetValue<string>());
        }

        foreach (var consumer in new[] { "publish-programme-when-case-closed", "record-evidence-when-case-closed", "record-evidence-when-programme-published", "count-when-case-closed" })
        {
            Assert.Contains(spans, span => span["name"]!.GetValue<string>().Contains(consumer, StringComparison.OrdinalIgnoreCase));
        }
    }

    private static async Task<JsonObject> Post(HttpClient client, string path, HttpStatusCode expected, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var answer = await client.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.StatusCode == expected, $"{path} answered {(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }
}
