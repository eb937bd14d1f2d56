using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Learning.Credits;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Exams;

[Collection(nameof(LearningSite))]
public sealed class Training_credit(LearningSite site)
{
    private static readonly string[] Right = ["B", "ABD"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Targets_are_data()
    {
        var rules = TrainingRules.Load(Path.Combine(Checkout.Root, "seeds"));
        Assert.Equal(32, rules.For(partyMember: true, [])!.Hours);
        Assert.Equal(56, rules.For(partyMember: true, ["BranchSecretary"])!.Hours);
        Assert.Null(rules.For(partyMember: false, ["BranchSecretary"]));
    }

    [Fact]
    public async Task A_passed_check_earns_credit_once_and_a_target_stands_beside_it()
    {
        using var person = site.Person(await site.Join("G/B01/", partyMember: true, posts: "BranchSecretary"), "G/B01/");
        for (var time = 0; time < 2; time++) await person.PostAsJsonAsync("/api/v1/learning/lessons/FIRE-REPORT/completions", new { answers = Right }, Ct);
        var credits = (await person.GetFromJsonAsync<JsonNode>("/api/v1/learning/credits", Ct))!;
        Assert.Equal((0.1m, 56m), ((decimal)credits["hours"]!, (decimal)credits["target"]!));
        Assert.Equal("Lesson", (string)Assert.Single(credits["entries"]!.AsArray())!["source"]!);
        Assert.Equal(0m, (decimal)(await person.GetFromJsonAsync<JsonNode>("/api/v1/learning/credits?year=2021", Ct))!["hours"]!);
    }

    [Fact]
    public async Task Time_online_is_no_source_of_credit() => await Assert.ThrowsAsync<Npgsql.PostgresException>(() => site.Ask<object>($"""
        INSERT INTO credits (id, person_id, unit_path, year, hours, source, source_id, turn, at)
        VALUES ('{Guid.CreateVersion7()}', '{Guid.CreateVersion7()}', 'G/', 2026, 1, 'TimeOnline', '{Guid.CreateVersion7()}', 1, now()) RETURNING 1
        """));
}
