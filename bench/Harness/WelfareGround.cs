using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Contracts.PowerItems;
using Ronghe.Testing;

namespace Ronghe.Bench;

/// <summary>A bureau with many people, a budget, and programmes that went through their case.</summary>
public static class WelfareGround
{
    /// <summary>The bureau of all people.</summary>
    public const string Unit = "G/B01/";

    /// <summary>Fills the directory copy: union members of 200 units.</summary>
    public static Task People(ServiceGround ground, int people) => ground.Execute($$"""
        INSERT INTO directory_people (id, unit_id, unit_path, posts, party_member, union_member, joined_on, birth_month, birth_day, version, active)
        SELECT gen_random_uuid(), gen_random_uuid(), 'G/B01/X' || lpad((n % 200)::text, 3, '0') || '/',
          CASE WHEN n % 50 = 0 THEN '[{"post":"TeamLeader","unitPath":"G/B01/"}]' ELSE '[]' END::jsonb, n % 3 = 0, n % 40 <> 0,
          date '1990-01-01' + (n % 12000), n % 12 + 1, n % 28 + 1, 1, true
        FROM generate_series(1, {{people}}) n;
        ANALYZE directory_people;
        """);

    /// <summary>A client of the bureau's union worker.</summary>
    public static HttpClient Union(ServiceGround ground, Uri address) => Client(address, ground.Issuer.Person(Guid.CreateVersion7(), Unit, $"UnionWorker@{Unit}"));

    /// <summary>A client with a token.</summary>
    public static HttpClient Client(Uri address, string token) => new()
    {
        BaseAddress = address, Timeout = TimeSpan.FromMinutes(5), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    /// <summary>Gives the bureau's festival line so much.</summary>
    public static async Task Budget(HttpClient union, decimal yuan) => await Post(union, "api/v1/welfare/budgets", new
    {
        year = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Year, payroll = yuan * 50, retained = 1m, lines = new Dictionary<string, decimal> { ["Festival"] = yuan },
    });

    /// <summary>Drafts, dry-runs, submits and approves; the answer is the published programme.</summary>
    public static async Task<Guid> Published(ServiceGround ground, HttpClient union, decimal amount, object plan)
    {
        var created = await Post(union, "api/v1/welfare/programmes", new { title = "春节慰问", kind = "FestivalGift", amountPerPerson = amount, headcount = 1, description = "米、油。", plan });
        var id = (Guid)created["programmeId"]!;
        await Post(union, $"api/v1/welfare/programmes/{id}/dry-run", null);
        var submitted = await Post(union, $"api/v1/welfare/programmes/{id}/submission", null);
        await using var wire = await Wire.ConnectAsync(ground.Messaging);
        var now = TimeProvider.System.GetUtcNow();
        await wire.Tell(new CaseClosed(Guid.CreateVersion7(), 3, "UNI-02", "UNI", Unit, "Approved", "welfare.programme", id, (string)submitted["digest"]!, now, now));
        await Eventually.True(async () => (string)(await union.GetFromJsonAsync<JsonNode>($"api/v1/welfare/programmes/{id}"))!["state"]! == "Published", "published");
        return id;
    }

    /// <summary>Posts and fails on any answer but a success.</summary>
    public static async Task<JsonNode> Post(HttpClient client, string path, object? body)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var answer = await client.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {text}");
    }

    /// <summary>Throws unless the books are even and hold exactly this much paid.</summary>
    public static async Task CheckBooks(HttpClient union, decimal paid)
    {
        var trial = (await union.GetFromJsonAsync<JsonNode>("api/v1/welfare/ledger/trial-balance"))!;
        var found = trial["accounts"]!.AsArray().Where(row => (string)row!["kind"]! == "Paid").Sum(row => (decimal)row!["balance"]!);
        if ((decimal)trial["total"]! != 0 || (int)trial["differences"]! != 0 || found != paid)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The books are wrong: total {trial["total"]}, differences {trial["differences"]}, paid {found} instead of {paid}."));
    }

    /// <summary>The value after <c>--name</c>, or the default.</summary>
    public static int Argument(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, "--" + name) is var at and >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
