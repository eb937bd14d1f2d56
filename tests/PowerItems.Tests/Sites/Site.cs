using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Ronghe.PowerItems.Assignees;
using Ronghe.PowerItems.Items;
using Ronghe.Testing;

namespace Ronghe.PowerItems.Tests.Sites;

/// <summary>The service on real servers, and the people who call it.</summary>
public sealed class Site(Servers servers) : IAsyncLifetime
{
    internal const string Api = "/api/v1/power-items";

    private readonly Dictionary<string, HttpClient> clients = [];
    private Issuer issuer = null!;
    private WebApplication directory = null!;

    // One folder for the assembly: the template database, of which all sites are clones, knows its key.
    private static readonly string keys = Path.Combine(AppContext.BaseDirectory, "ledger-keys");

    internal ShiftedClock Clock { get; } = new();

    internal ServiceHost<Program> Host { get; private set; } = null!;

    internal string Broker { get; private set; } = "";

    internal HttpClient Subsidiary { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        issuer = await Issuer.StartAsync();
        directory = await DirectorySource.StartAsync();
        Broker = await servers.CreateVirtualHost();
        var settings = new Dictionary<string, string?>(issuer.Settings) { ["Identity:Inside"] = directory.Urls.First(), ["Platform:Secret"] = "secret", ["Ledger:KeyFolder"] = keys };
        Host = await ServiceHost<Program>.StartAsync(
            servers, "poweritemsdb", settings, services => services.AddSingleton<TimeProvider>(Clock), Broker);
        Subsidiary = Host.Client(issuer.Client("subsidiary-b01", Seeds.Bureau, "power-items"));
    }

    internal HttpClient As(Guid person, string unitPath, params string[] roles)
    {
        var key = $"{person} {unitPath} {string.Join(' ', roles)}";
        return clients.TryGetValue(key, out var client) ? client : clients[key] = Host.Client(issuer.Person(person, unitPath, roles));
    }

    /// <summary>Somebody of the unit without any post.</summary>
    internal HttpClient Staff(string unitPath) => As(Guid.CreateVersion7(), unitPath);

    internal HttpClient WithScope(string scope) => Host.Client(issuer.Client("elsewhere", Seeds.Bureau, scope));

    internal HttpClient Anonymous() => Host.Client();

    internal static PostHolder Holder(string post, string unitPath) => Seeds.Holders.First(holder => holder.Post == post && holder.UnitPath == unitPath);

    internal HttpClient HolderOf(string post, string unitPath) => As(Holder(post, unitPath).PersonId, unitPath);

    /// <summary>The holder who is assigned to a step, signed in where they work.</summary>
    internal HttpClient Assignee(Guid person) => As(person, Seeds.Holders.First(holder => holder.PersonId == person).UnitPath);

    internal static Dictionary<string, object?> Festival(decimal amount = 20_000m, string? unitCode = "B01") => new()
    {
        ["itemCode"] = "UNI-02",
        ["title"] = "2027年春节慰问",
        ["unitCode"] = unitCode,
        ["form"] = new Dictionary<string, object> { ["amount"] = amount, ["headcount"] = 40, ["festival"] = "SpringFestival" },
        ["materials"] = new[] { new { key = "plan", name = "方案.docx" } },
    };

    internal static Dictionary<string, object?> Opening(PowerItem item, AmountTier? tier, string unitCode) => new()
    {
        ["itemCode"] = item.Code,
        ["title"] = item.Name,
        ["unitCode"] = unitCode,
        ["form"] = SampleForms.Of(item, tier, unitCode, Seeds.Holders[0].PersonId),
        ["materials"] = item.Materials.Select(material => new { key = material.Key, name = material.Name }),
    };

    internal async Task<JsonElement> Open(HttpClient client, object body) => await Json(await client.PostAsJsonAsync(Api + "/cases", body), 201);

    internal async Task<JsonElement> Case(HttpClient client, JsonElement opened) =>
        await Json(await client.GetAsync($"{Api}/cases/{opened.Id("caseId")}"), 200);

    internal static JsonElement Active(JsonElement shown) => shown.GetProperty("steps").EnumerateArray().First(step => step.Text("state") == "Active");

    internal static Task<HttpResponseMessage> Decide(HttpClient client, JsonElement shown, string decision = "Approve", long? version = null) =>
        client.PostAsJsonAsync($"{Api}/cases/{shown.Id("caseId")}/steps/{Active(shown).Id("stepId")}/decision", new
        {
            decision,
            opinion = "材料齐全，同意",
            caseVersion = version ?? shown.GetProperty("caseVersion").GetInt64(),
            splittingSeen = SplittingSeen(shown),
        });

    /// <summary>The cases that the case's page shows as perhaps one matter with it.</summary>
    internal static Guid[] SplittingSeen(JsonElement shown) =>
        shown.TryGetProperty("splitting", out var found) && found.ValueKind == JsonValueKind.Object
            ? [.. found.GetProperty("cases").EnumerateArray().Select(one => one.Id("caseId"))] : [];

    /// <summary>Decides the active step by the first of its assignees.</summary>
    internal async Task<JsonElement> DecideNext(HttpClient reader, JsonElement opened, string decision = "Approve")
    {
        var shown = await Case(reader, opened);
        return await Json(await Decide(Assignee(Active(shown).GetProperty("assignees")[0].GetGuid()), shown, decision), 200);
    }

    /// <summary>Does what the active step asks for, each kind in its own way: a meeting votes, an authority outside replies. Answers the state.</summary>
    internal async Task<string> Conduct(HttpClient reader, JsonElement opened)
    {
        var shown = await Case(reader, opened);
        var active = Active(shown);
        Assert.NotEqual(0, active.GetProperty("assignees").GetArrayLength());
        if (active.TryGetProperty("noticeUntil", out var until) && until.ValueKind != JsonValueKind.Null) Clock.MoveTo(until.GetDateTimeOffset());
        switch (active.Text("kind"))
        {
            case "Collective":
                return await Meetings.Conduct(this, shown, active);
            case "Outside":
                var clerk = Assignee(active.GetProperty("assignees")[0].GetGuid());
                var on = DateOnly.FromDateTime(Clock.GetUtcNow().AddHours(8).DateTime);
                var filed = await Json(await Act(clerk, shown, new { kind = "FileOutside", filing = new { authority = "省林业和草原局", number = "林资〔2026〕1号", on } }), 200);
                var caseVersion = filed.GetProperty("caseVersion").GetInt64();
                return (await Json(await Act(clerk, shown, new { kind = "ReplyOutside", caseVersion, splittingSeen = SplittingSeen(shown), reply = new { document = "林资许〔2026〕9号", on, granted = true } }), 200)).Text("state");
            default:
                return (await Json(await Decide(Assignee(active.GetProperty("assignees")[0].GetGuid()), shown), 200)).Text("state");
        }
    }

    /// <summary>An act on the active step, at the version shown.</summary>
    internal static Task<HttpResponseMessage> Act(HttpClient client, JsonElement shown, object act)
    {
        var body = JsonSerializer.SerializeToNode(act)!.AsObject();
        body["stepId"] ??= shown.GetProperty("steps").EnumerateArray().FirstOrDefault(step => step.Text("state") == "Active") is { ValueKind: JsonValueKind.Object } step ? step.Id("stepId") : null;
        body["caseVersion"] ??= shown.GetProperty("caseVersion").GetInt64();
        return client.PostAsJsonAsync($"{Api}/cases/{shown.Id("caseId")}/acts", body);
    }

    internal static async Task<JsonElement> Json(HttpResponseMessage answer, int status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode} instead of {status}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>The last segment of the problem's type.</summary>
    internal static async Task<string> Problem(HttpResponseMessage answer, int status) => (await Json(answer, status)).Text("type").Split(':')[^1];

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values) client.Dispose();
        Subsidiary?.Dispose();
        if (Host is not null) await Host.DisposeAsync();
        await directory.DisposeAsync();
        await issuer.DisposeAsync();
    }
}

internal static class Answers
{
    internal static Guid Id(this JsonElement element, string name) => element.GetProperty(name).GetGuid();

    internal static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
