using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ronghe.Assessment.Facts;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.Testing;

namespace Ronghe.Assessment.Tests.Scores;

/// <summary>2,000 people, each with their own random order of facts: twice, late, corrected, moved to another day, withdrawn.</summary>
[Collection(nameof(AssessmentSite))]
public sealed class Full_and_incremental(AssessmentSite site)
{
    private const int Orders = 2000;
    private static readonly string[] Series = ["learning.passed", "power.turnaround", "pioneer.outcomes"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Come_to_the_same_last_digit_whatever_the_order()
    {
        var random = new Random(20260125);
        var people = Enumerable.Range(0, Orders).Select(_ => Guid.CreateVersion7()).ToList();
        await Join(people);
        var framework = await Desk.LiveFramework(site, PersonFramework());
        using var worker = site.Person("G/", "PartyWorker@G/");
        var cycle = await Open(worker, framework, "incremental");

        var told = people.SelectMany(person => Story(person, random)).OrderBy(_ => random.Next()).ToList();
        var newest = told.GroupBy(fact => (fact.Series, fact.Key)).Select(same => same.MaxBy(fact => fact.Version)!).ToList();
        foreach (var chunk in told.Chunk(2000))
        {
            await Add(chunk);
            await Eventually.True(async () => await site.Ask<long>("SELECT count(*) FROM fact_changes") == 0, "the changes are worked off", TimeSpan.FromMinutes(2));
        }

        var before = await Versions(cycle);

        await worker.Done($"cycles/{cycle}/score");
        var after = await Versions(cycle);
        Assert.All(before, version => Assert.Equal(version.Value.Hash, after[version.Key].Hash));
        Assert.All(people, person => Assert.Contains(person.ToString(), after.Keys));
        Assert.True(before.Values.Count(version => version.Number > 1) > Orders / 2, "facts came one after the other, not all at once");

        var twin = await Open(worker, framework, "from scratch");
        await worker.Done($"cycles/{twin}/score");
        var scratch = await Versions(twin);
        foreach (var person in people)
        {
            var (one, other) = (after[person.ToString()].Snapshot, scratch[person.ToString()].Snapshot);
            Assert.Equal(one["indicators"]!.ToJsonString(), other["indicators"]!.ToJsonString());
            Assert.Equal((string?)one["total"], (string?)other["total"]);
            Assert.Equal(Expected(newest.Where(fact => fact.PersonId == person).ToList()), (string?)one["indicators"]![0]!["figure"]);
        }
    }

    private static object PersonFramework() => Desk.Framework("ORDERS", "Person",
        Desk.Node("passed", 40, Linear("sum(learning.passed) * 1.5 + max(sum(learning.passed, quarter), 1 item)", "item", "sum(learning.passed, cycle, own)", "sum(learning.passed, quarter, own)", 5)),
        Desk.Node("quick", 30, Linear("if count(power.turnaround) > 0 item then avg(power.turnaround) + last(power.turnaround) / 3 else 0 h", "h", "count(power.turnaround, cycle, own)", "avg(power.turnaround, cycle, own)", null)),
        Desk.Node("outcomes", 30, Linear("sum(pioneer.outcomes) / 7", "points", "sum(pioneer.outcomes, cycle, own)", null, null)));

    private static object Linear(string formula, string unit, string first, string? second, decimal? figure)
    {
        var given = new Dictionary<string, decimal?> { [first] = figure is null ? null : 2 };
        if (second is not null) given[second] = figure is null ? null : 2;
        if (formula.Contains("last(", StringComparison.Ordinal)) given["last(power.turnaround, cycle, own)"] = null;
        return new { kind = "Linear", unit, low = 0, high = 30, formula, examples = new[] { new { given, figure } } };
    }

    // Only the newest version of a fact counts, on its own day, unless it was withdrawn.
    private static string Expected(List<Fact> newest)
    {
        var passed = newest.Where(fact => fact is { Series: "learning.passed", Value: not null, OnDay.Year: 2025 }).ToList();
        var quarter = passed.Where(fact => fact.OnDay.Month >= 10).Sum(fact => fact.Value!.Value);
        return ((passed.Sum(fact => fact.Value!.Value) * 1.5m) + Math.Max(quarter, 1)).ToString("0.##########", CultureInfo.InvariantCulture);
    }

    private static IEnumerable<Fact> Story(Guid person, Random random)
    {
        var facts = Enumerable.Range(0, random.Next(1, 7)).SelectMany(number =>
        {
            var (series, day) = (Series[random.Next(3)], new DateOnly(2025, 1, 1).AddDays(random.Next(-20, 380)));
            return Enumerable.Range(1, random.Next(1, 4)).Select(version => new Fact
            {
                Id = Guid.CreateVersion7(),
                Series = series,
                Key = $"order:{person}:{number}",
                Version = version,
                UnitPath = "G/B01/F0101/",
                PersonId = person,
                OnDay = random.Next(4) == 0 ? new DateOnly(2025, 1, 1).AddDays(random.Next(-20, 380)) : day,
                Value = random.Next(6) == 0 ? null : Math.Round((decimal)random.NextDouble() * 40, 3),
                ToldBy = "test",
                ToldAt = TimeProvider.System.GetUtcNow(),
            });
        }).ToList();
        return facts.Concat(facts.Where(_ => random.Next(3) == 0));
    }

    private async Task Add(IReadOnlyList<Fact> facts)
    {
        await using var work = await site.Host.Services.GetRequiredService<UnitOfWorkFactory<AssessmentDb>>().BeginAsync(UnitScope.Everything, Ct);
        foreach (var once in facts.GroupBy(fact => (fact.Series, fact.Key, fact.Version)).Select((same, index) => (same, index)).GroupBy(pair => pair.index % 3))
        {
            foreach (var wave in once.SelectMany(pair => pair.same.Select((fact, nth) => (fact, nth))).GroupBy(pair => pair.nth))
                await FactLedger.Add([.. wave.Select(pair => pair.fact)], work.Db, Ct);
        }

        await work.CommitAsync(Ct);
    }

    private async Task Join(List<Guid> people)
    {
        await using var connection = new NpgsqlConnection(site.Host.Database);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand("""
            INSERT INTO directory_people (id, unit_id, unit_path, posts, party_member, branch_id, union_member, joined_on, version, active)
            SELECT id, id, 'G/B01/F0101/', '[]', true, NULL, true, '2020-01-01', 1, true FROM unnest($1) id
            """, connection) { Parameters = { new() { Value = people.ToArray() } } };
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static async Task<Guid> Open(HttpClient worker, Guid frameworkId, string name) =>
        (Guid)(await worker.Done("cycles", new { frameworkId, name, span = "Year", from = "2025-01-01" }))["cycleId"]!;

    private async Task<Dictionary<string, (int Number, string Hash, JsonNode Snapshot)>> Versions(Guid cycle)
    {
        await using var connection = new NpgsqlConnection(site.Host.Database);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand($"SELECT DISTINCT ON (subject) subject, number, hash, snapshot FROM score_versions WHERE cycle_id = '{cycle}' ORDER BY subject, number DESC", connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var versions = new Dictionary<string, (int, string, JsonNode)>();
        while (await reader.ReadAsync(Ct)) versions[reader.GetString(0)] = (reader.GetInt32(1), reader.GetString(2), JsonNode.Parse(reader.GetString(3))!);
        return versions;
    }
}
