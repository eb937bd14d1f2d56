using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ronghe.Contracts.Identity;
using Ronghe.Contracts.PowerItems;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.Testing;

namespace Ronghe.Welfare.Tests;

/// <summary>A unit of its own for a test, with people, a budget and programmes that went the whole way.</summary>
internal sealed class World(WelfareSite site)
{
    private static int number;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal string Code { get; } = $"W{Interlocked.Increment(ref number):000}";

    internal string Path => $"G/B01/{Code}/";

    internal int Year { get; } = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Year;

    internal List<Guid> People { get; } = [];

    internal HttpClient Union => field ??= site.Person(Path, $"UnionWorker@{Path}");

    internal static async Task<World> Create(WelfareSite site, int people, decimal budget = 1_000_000m)
    {
        var world = new World(site);
        await site.Execute($"INSERT INTO directory_units (id, code, path, name, name_en, kind, version, active) VALUES (gen_random_uuid(), '{world.Code}', '{world.Path}', '单位', 'Unit', 'ForestFarm', 1, true)");
        for (var index = 0; index < people; index++) await world.Join();
        // Retained 1: what stays here is two per cent of the payroll.
        var answer = await world.Union.PostAsJsonAsync("/api/v1/welfare/budgets", new
        {
            unitCode = world.Code, year = world.Year, payroll = budget * 50, retained = 1m, lines = new Dictionary<string, decimal> { ["Festival"] = budget },
        }, Ct);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return world;
    }

    internal async Task<Guid> Join(bool unionMember = true, string joinedOn = "2010-05-01")
    {
        var id = Guid.CreateVersion7();
        await site.Execute($"""
            INSERT INTO directory_people (id, unit_id, unit_path, posts, party_member, union_member, joined_on, birth_month, birth_day, version, active)
            SELECT '{id}', id, path, '[]', false, {unionMember}, '{joinedOn}', 11, 5, 1, true FROM directory_units WHERE code = '{Code}'
            """);
        People.Add(id);
        return id;
    }

    internal HttpClient As(Guid person) => site.Person(person, Path);

    internal async Task<(Guid Id, string Digest)> Submitted(decimal amount, object plan, string kind = "FestivalGift")
    {
        var created = await Reply.Body(await Union.PostAsJsonAsync("/api/v1/welfare/programmes", new
        {
            title = "中秋慰问", kind, amountPerPerson = amount, headcount = 1, description = "米、油各一份。", plan,
        }, Ct));
        var id = (Guid)created["programmeId"]!;
        Assert.Equal("Draft", (string)created["state"]!);
        Assert.Equal(HttpStatusCode.OK, (await Union.PostAsync($"/api/v1/welfare/programmes/{id}/dry-run", null, Ct)).StatusCode);
        var submitted = await Union.PostAsync($"/api/v1/welfare/programmes/{id}/submission", null, Ct);
        Assert.Equal(HttpStatusCode.OK, submitted.StatusCode);
        return (id, (string)(await Reply.Body(submitted))["digest"]!);
    }

    /// <summary>Closes a case of the right item about it as approved and waits until that took effect.</summary>
    internal async Task<JsonNode> Approve(Guid programme, string digest, string item = "UNI-02")
    {
        var now = TimeProvider.System.GetUtcNow();
        await site.Wire.Tell(new CaseClosed(Guid.CreateVersion7(), 3, item, "UNI", Path, "Approved", "welfare.programme", programme, digest, now.AddHours(-1), now));
        JsonNode? read = null;
        await Eventually.True(async () =>
        {
            read = await Union.GetFromJsonAsync<JsonNode>($"/api/v1/welfare/programmes/{programme}", Ct);
            return (string)read!["state"]! != "AwaitingAuthority";
        }, "the programme is decided");
        return read!;
    }

    internal async Task<Guid> Running(decimal amount, object plan)
    {
        var (id, digest) = await Submitted(amount, plan);
        Assert.Equal("Published", (string)(await Approve(id, digest))["state"]!);
        var started = await Union.PostAsync($"/api/v1/welfare/programmes/{id}/start", null, Ct);
        Assert.Equal(HttpStatusCode.OK, started.StatusCode);
        return id;
    }

    internal static object Claiming(params (string Gift, int? Stock)[] gifts) => new
    {
        mode = "Claim", ruleCode = "union-members", opensAt = TimeProvider.System.GetUtcNow().AddHours(-1), closesAt = TimeProvider.System.GetUtcNow().AddDays(3),
        gifts = gifts.Select(gift => new { code = gift.Gift, name = gift.Gift, nameEn = gift.Gift, stock = gift.Stock }),
    };

    internal static object Issuing => new { mode = "Issue", ruleCode = "union-members" };

    internal Task<HttpResponseMessage> Claim(Guid person, Guid programme, string gift = "rice", string? key = null, bool wait = false)
    {
        var client = As(person);
        if (key is not null) client.DefaultRequestHeaders.Add("Idempotency-Key", key);
        return client.PostAsJsonAsync($"/api/v1/welfare/programmes/{programme}/claims", new { gift, wait }, Ct);
    }

    /// <summary>Balances of this unit by line and kind, after the trial balance was found to be zero.</summary>
    internal async Task<Dictionary<string, decimal>> Balances()
    {
        var trial = (await Union.GetFromJsonAsync<JsonNode>("/api/v1/welfare/ledger/trial-balance", Ct))!;
        Assert.Equal((0m, 0), ((decimal)trial["total"]!, (int)trial["differences"]!));
        return trial["accounts"]!.AsArray().Where(row => (string)row!["unitPath"]! == Path)
            .ToDictionary(row => $"{row!["year"]}/{row["line"]}/{row["kind"]}", row => (decimal)row!["balance"]!);
    }

    internal async Task<UnitOfWork<WelfareDb>> Begin() =>
        await site.Host.Services.GetRequiredService<UnitOfWorkFactory<WelfareDb>>().BeginAsync(UnitScope.Everything, Ct);
}

internal static class SiteStatements
{
    internal static async Task Execute(this WelfareSite site, string sql)
    {
        await using var connection = new NpgsqlConnection(site.Host.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
