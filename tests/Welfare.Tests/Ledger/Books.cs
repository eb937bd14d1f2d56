using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Ronghe.Contracts.PowerItems;
using Ronghe.Testing;
using Ronghe.Welfare.Ledger;

namespace Ronghe.Welfare.Tests.Ledger;

[Collection(nameof(WelfareSite))]
public sealed class Books(WelfareSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_programme_moves_its_money_from_budget_to_settled_and_the_rest_comes_back()
    {
        var world = await World.Create(site, people: 3, budget: 5000m);
        var programme = await world.Running(500m, World.Claiming(("rice", null)));
        Assert.Equal(3500m, (await world.Balances())[$"{world.Year}/Festival/Available"]);
        Assert.Equal(1500m, (await world.Balances())[$"{world.Year}/Festival/Committed"]);

        Assert.Equal(HttpStatusCode.OK, (await world.Claim(world.People[0], programme)).StatusCode);
        Assert.Equal(500m, (await world.Balances())[$"{world.Year}/Festival/Paid"]);

        var settled = await world.Union.PostAsync($"/api/v1/welfare/programmes/{programme}/settlement", null, Ct);
        Assert.Equal(HttpStatusCode.OK, settled.StatusCode);
        var balances = await world.Balances();
        Assert.Equal((4500m, 0m, 0m, 500m), (
            balances[$"{world.Year}/Festival/Available"], balances[$"{world.Year}/Festival/Committed"],
            balances[$"{world.Year}/Festival/Paid"], balances[$"{world.Year}/Festival/Settled"]));
        Assert.Equal("outside-window", await Reply.Problem(await world.Claim(world.People[1], programme)));

        var report = await world.Union.PostAsync($"/api/v1/welfare/programmes/{programme}/public-report", null, Ct);
        Assert.Equal(500m, (decimal)(await Reply.Body(report))["spent"]!);
        using var elsewhere = site.Person("G/B02/");
        Assert.Equal(1, (int)(await elsewhere.GetFromJsonAsync<JsonNode>($"/api/v1/welfare/programmes/{programme}/public-report", Ct))!["people"]!);
        var entries = (await world.Union.GetFromJsonAsync<JsonNode>("/api/v1/welfare/ledger/entries", Ct))!["entries"]!.AsArray();
        Assert.Equal(["Budget", "Commit", "Pay", "Release", "Settle"], entries.Select(entry => (string)entry!["kind"]!).Order());
        Assert.All(entries, entry => Assert.NotEqual(Guid.Empty, (Guid)entry!["causeId"]!));
        Assert.Contains("Festival/Available", await world.Union.GetStringAsync($"/api/v1/welfare/ledger/export?year={world.Year}", Ct));
    }

    [Fact]
    public async Task Approved_or_not_a_programme_over_the_budget_is_not_published()
    {
        var world = await World.Create(site, people: 3, budget: 1000m);
        var (id, digest) = await world.Submitted(400m, World.Issuing);
        var read = await world.Approve(id, digest);
        Assert.Equal(("Refused", "over-budget"), ((string)read["state"]!, (string)read["reason"]!));
        Assert.Equal(1000m, (await world.Balances())[$"{world.Year}/Festival/Available"]);
    }

    [Fact]
    public async Task Money_changes_its_line_only_when_a_case_of_the_budget_is_closed()
    {
        var world = await World.Create(site, people: 0, budget: 1000m);
        async Task<JsonNode> Propose(decimal amount) => await Reply.Body(await world.Union.PostAsJsonAsync("/api/v1/welfare/budgets/transfers", new
        {
            unitCode = world.Code, year = world.Year, fromLine = "Festival", toLine = "Hardship", amount, reason = "入冬帮扶增加。",
        }, Ct));
        CaseClosed Closed(JsonNode transfer) => new(
            Guid.CreateVersion7(), 3, "UNI-01", "UNI", world.Path, "Approved", "welfare.transfer", (Guid)transfer["transferId"]!,
            (string)transfer["digest"]!, TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow());
        async Task<(string State, string? Refused)> Decided(JsonNode transfer)
        {
            JsonNode? read = null;
            await Eventually.True(async () => (string)(read = await world.Union.GetFromJsonAsync<JsonNode>($"/api/v1/welfare/budgets/transfers/{transfer["transferId"]}", Ct))!["state"]! != "AwaitingAuthority", "decided");
            return ((string)read!["state"]!, (string?)read["refused"]);
        }

        var good = await Propose(300m);
        var (forged, tooMuch) = (await Propose(1m), await Propose(900m));
        await site.Wire.Tell(Closed(good));
        Assert.Equal(("Made", null), await Decided(good));
        await site.Wire.Tell(Closed(forged) with { AboutDigest = new string('0', 64) });
        Assert.Equal(("Refused", "digest-differs"), await Decided(forged));
        await site.Wire.Tell(Closed(tooMuch));
        Assert.Equal(("Refused", "over-budget"), await Decided(tooMuch));
        var balances = await world.Balances();
        Assert.Equal((700m, 300m), (balances[$"{world.Year}/Festival/Available"], balances[$"{world.Year}/Hardship/Available"]));
    }

    [Fact]
    public async Task A_year_that_is_over_hands_on_what_is_left_once()
    {
        var world = await World.Create(site, people: 0, budget: 1000m);
        var early = await world.Union.PostAsJsonAsync("/api/v1/welfare/budgets/carry-over", new { unitCode = world.Code, year = world.Year }, Ct);
        Assert.Equal("year-not-over", await Reply.Problem(early));
        await world.Union.PostAsJsonAsync("/api/v1/welfare/budgets", new
        {
            unitCode = world.Code, year = world.Year - 1, payroll = 100_000m, retained = 1m, lines = new Dictionary<string, decimal> { ["Festival"] = 1500m },
        }, Ct);
        var carried = await world.Union.PostAsJsonAsync("/api/v1/welfare/budgets/carry-over", new { unitCode = world.Code, year = world.Year - 1 }, Ct);
        Assert.Equal(HttpStatusCode.OK, carried.StatusCode);
        var balances = await world.Balances();
        Assert.Equal((2500m, 0m), (balances[$"{world.Year}/Festival/Available"], balances[$"{world.Year - 1}/Festival/Available"]));
        Assert.Equal(500m, balances[$"{world.Year}/Reserve/Available"]);
        Assert.Equal("year-closed", await Reply.Problem(await world.Union.PostAsJsonAsync("/api/v1/welfare/budgets/carry-over", new { unitCode = world.Code, year = world.Year - 1 }, Ct)));
    }

    [Fact]
    public async Task A_budget_is_two_per_cent_of_the_payroll_and_no_more()
    {
        var world = await World.Create(site, people: 0, budget: 1000m);
        var over = await world.Union.PostAsJsonAsync("/api/v1/welfare/budgets", new
        {
            unitCode = world.Code, year = world.Year + 1, payroll = 100_000m, retained = 0.6m, lines = new Dictionary<string, decimal> { ["Festival"] = 1200.01m },
        }, Ct);
        Assert.Equal("over-contribution", await Reply.Problem(over));
        var again = await world.Union.PostAsJsonAsync("/api/v1/welfare/budgets", new
        {
            unitCode = world.Code, year = world.Year, payroll = 100_000m, lines = new Dictionary<string, decimal> { ["Festival"] = 1m },
        }, Ct);
        Assert.Equal("budget-exists", await Reply.Problem(again));
        Assert.Equal(1000m, (await world.Balances())[$"{world.Year}/Festival/Available"]);
    }

    [Theory]
    [InlineData("overdraw", "ledger_never_negative")]
    [InlineData("one side", "ledger_double_entry")]
    [InlineData("no entry", "ledger_posting_entry")]
    [InlineData("second time", "ledger_posted_once")]
    [InlineData("half back", "ledger_counter_entry")]
    [InlineData("change", "ledger_append_only")]
    public async Task The_database_refuses_what_the_code_would_never_do(string what, string constraint)
    {
        var world = await World.Create(site, people: 0, budget: 1000m);
        var (from, to) = (LedgerAccount.Available(world.Path, world.Year, "Festival").Id, LedgerAccount.Funding(world.Path, world.Year).Id);
        var entry = await site.Ask<Guid>($"SELECT entry_id FROM ledger_postings WHERE account_id = '{from}'");
        var id = Guid.CreateVersion7();
        string Entry(string kind, string reverses) =>
            $"INSERT INTO ledger_entries (id, unit_path, kind, cause_kind, cause_id, reverses, posted_by, at) VALUES ('{id}', '{world.Path}', '{kind}', 'Event', '{id}', {reverses}, 'x', now());";
        string Postings(Guid of, decimal amount) =>
            $"INSERT INTO ledger_postings (entry_id, account_id, unit_path, amount) VALUES ('{of}', '{from}', '{world.Path}', {-amount}), ('{of}', '{to}', '{world.Path}', {amount});";
        var sql = what switch
        {
            "overdraw" => Entry("Budget", "NULL") + Postings(id, 1000.01m),
            "one side" => Entry("Budget", "NULL") + $"INSERT INTO ledger_postings (entry_id, account_id, unit_path, amount) VALUES ('{id}', '{from}', '{world.Path}', 1);",
            "no entry" => Postings(id, 1m),
            "second time" => Entry("Budget", "NULL") + Postings(id, 1m)
                + $"INSERT INTO ledger_accounts VALUES (gen_random_uuid(), '{world.Path}', 1, '', 'Funding', NULL, 0), (gen_random_uuid(), '{world.Path}', 2, '', 'Funding', NULL, 0);"
                + $"INSERT INTO ledger_postings SELECT '{id}', id, '{world.Path}', CASE year WHEN 1 THEN 1 ELSE -1 END FROM ledger_accounts WHERE unit_path = '{world.Path}' AND year < 3;",
            "half back" => Entry("Reverse", $"'{entry}'") + Postings(id, 500m),
            _ => $"UPDATE ledger_postings SET amount = amount * 2 WHERE entry_id = '{entry}';",
        };
        var refused = await Assert.ThrowsAsync<PostgresException>(() => site.Execute("BEGIN;" + sql + "COMMIT;"));
        Assert.Equal(constraint, refused.ConstraintName);
        Assert.Equal(1000m, (await world.Balances())[$"{world.Year}/Festival/Available"]);
    }

    [Fact]
    public async Task The_services_own_role_can_write_no_balance()
    {
        await using var work = await (await World.Create(site, 0)).Begin();
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions
            .ExecuteSqlRawAsync(work.Db.Database, "UPDATE ledger_accounts SET balance = 1", Ct));
        Assert.Equal("42501", refused.SqlState);
    }

    [Fact]
    public async Task Staff_and_other_units_do_not_see_the_books()
    {
        var world = await World.Create(site, people: 1);
        Assert.Equal(HttpStatusCode.Forbidden, (await world.As(world.People[0]).GetAsync("/api/v1/welfare/ledger/trial-balance", Ct)).StatusCode);
        using var other = site.Person("G/B02/", "UnionWorker@G/B02/");
        Assert.DoesNotContain(world.Path, await other.GetStringAsync("/api/v1/welfare/ledger/trial-balance", Ct));
    }
}
