using System.Text.Json.Nodes;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Assessment.Tests.Frameworks;

[Collection(nameof(AssessmentSite))]
public sealed class Save_framework(AssessmentSite site)
{
    private static readonly object Restored = new
    {
        kind = "Ratio", unit = "1", formula = "sum(restoration.area) / sum(restoration.plan, year)",
        examples = new[] { new { given = new Dictionary<string, decimal?> { ["sum(restoration.area, cycle, own)"] = 3, ["sum(restoration.plan, year, own)"] = 4 }, figure = 0.75m, points = 75m } },
    };

    [Fact]
    public async Task Both_samples_are_there_live_and_marked_and_can_be_edited()
    {
        using var worker = site.Person("G/", "PartyWorker@G/");
        var lines = (await worker.Get("frameworks"))["frameworks"]!.AsArray();
        foreach (var code in new[] { "12345", "plain" })
        {
            var line = lines.First(row => (string)row!["code"]! == code && (int)row["edition"]! == 1)!;
            Assert.Equal("Live", (string)line["state"]!);
            var content = (await worker.Get($"frameworks/{line["frameworkId"]}"))["content"]!;
            Assert.True((bool)content["sample"]!);
            var edited = content.DeepClone();
            edited["name"] = "本集团的体系";
            var saved = await worker.Done("frameworks", edited);
            Assert.Equal("Draft", (string)saved["state"]!);
            Assert.True((int)saved["edition"]! >= 2);
        }
    }

    [Fact]
    public async Task Weights_that_do_not_sum_to_100_are_refused_with_the_place_and_the_sum()
    {
        using var worker = site.Person("G/", "PartyWorker@G/");
        var nested = new { code = "goal", name = "目标", nameEn = "Goal", weight = 100, nodes = new[] { Desk.Node("a", 60, Restored), Desk.Node("b", 30.5m, Restored) } };
        var problem = await worker.Refused("framework-weights-not-100", "frameworks", Desk.Framework("W1", "Unit", nested));
        Assert.Equal("goal", (string)problem["place"]!);
        Assert.Contains("90.5", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sum(learning.passed)", "sum(learning.passed, year)")]
    [InlineData("sum(power.approved)", "count(power.turnaround)")]
    public async Task The_same_event_twice_in_one_score_is_refused_with_both_places(string first, string second)
    {
        using var worker = site.Person("G/", "PartyWorker@G/");
        var problem = await worker.Refused("counted-twice", "frameworks", Desk.Framework("W2", "Unit",
            Desk.Node("one", 50, Count(first)), Desk.Node("two", 50, Count(second))));
        Assert.Equal(["one", "two"], problem["places"]!.AsArray().Select(place => (string)place!));
    }

    [Fact]
    public async Task A_plan_may_divide_in_several_places()
    {
        using var worker = site.Person("G/", "PartyWorker@G/");
        var other = new { kind = "Ratio", unit = "1", formula = "sum(restoration.accepted) / sum(restoration.plan, year)" };
        await worker.Done("frameworks", Desk.Framework("W3", "Unit", Desk.Node("a", 50, Restored), Desk.Node("b", 50, other)));
    }

    [Theory]
    [InlineData("平台登录次数", "log-ins", false)]
    [InlineData("人均学习时长", "learning-time", false)]
    [InlineData("巡护轨迹完整率", "tracks", true)]
    public async Task What_burdens_people_is_refused_with_the_rule(string name, string rule, bool exception)
    {
        using var worker = site.Person("G/", "PartyWorker@G/");
        var problem = await worker.Refused("burden-forbidden", "frameworks", Desk.Framework("W4", "Unit", Desk.Node("x", 100, Restored, name)));
        Assert.Equal((rule, "x", exception), ((string)problem["rule"]!, (string)problem["place"]!, (bool)problem["exceptionPossible"]!));
        Assert.Contains("国办函〔2026〕12号", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claimed_safety_setting_is_saved_and_anybody_can_read_who_claimed_what()
    {
        using var worker = site.Person("G/", "PartyWorker@G/");
        var until = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().Date).AddMonths(2);
        var indicator = new
        {
            kind = "Linear", unit = "item", low = 0, high = 10, formula = "sum(fire.hotspots)",
            exception = new { scene = "Emergency", name = "秋季防火紧要期", reason = "高火险区夜间巡护须能找到人", until },
        };
        await worker.Done("frameworks", Desk.Framework("W5", "Unit", Desk.Node("night", 100, indicator, "夜间巡护签到")));
        using var staff = site.Person("G/B02/F0201/");
        var listed = (await staff.Get("burden/exceptions"))["exceptions"]!.AsArray().First(row => (string)row!["code"]! == "W5:night")!;
        Assert.Equal(("check-in", "秋季防火紧要期"), ((string)listed["rule"]!, (string)listed["name"]!));
        Assert.Equal(8, (await staff.Get("burden/rules"))["rules"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_rank_among_people_is_a_leaderboard_whatever_it_is_called()
    {
        using var worker = site.Person("G/", "PartyWorker@G/");
        var rank = new { kind = "Rank", unit = "item", formula = "sum(learning.passed)" };
        var problem = await worker.Refused("burden-forbidden", "frameworks", Desk.Framework("W6", "Person", Desk.Node("x", 100, rank)));
        Assert.Equal("points-ranking", (string)problem["rule"]!);
        await worker.Done("frameworks", Desk.Framework("W6", "Unit", Desk.Node("x", 100, rank)));
    }

    [Theory]
    [InlineData("sum(restoration.area) / sum(hazard.found)", "formula-may-divide-by-zero", 23)]
    [InlineData("sum(restoration.area) / sum(unknown.series)", "formula-unknown-name", 29)]
    [InlineData("sum(restoration.area) + 1", "formula-wrong-unit", 23)]
    public async Task A_formula_that_is_wrong_is_refused_at_save_with_the_indicator_and_the_place(string formula, string type, int column)
    {
        using var worker = site.Person("G/", "PartyWorker@G/");
        var problem = await worker.Refused(type, "frameworks", Desk.Framework("W7", "Unit", Desk.Node("x", 100, new { kind = "Ratio", unit = "1", formula })));
        Assert.Equal(("x", column), ((string)problem["place"]!, (int)problem["column"]!));
    }

    [Fact]
    public async Task Nothing_goes_live_without_examples_that_come_out_and_a_second_person()
    {
        using var author = site.Person("G/", "PartyWorker@G/");
        using var other = site.Person("G/", "Manager@G/");
        var without = await Save(author, new { kind = "Ratio", unit = "1", formula = "sum(restoration.area) / sum(restoration.plan, year)" });
        await other.Refused("formula-without-example", $"frameworks/{without}/live");
        var wrong = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(Restored, ServiceDb.Json))!;
        wrong["examples"]![0]!["points"] = 80;
        var differs = await other.Refused("formula-example-differs", $"frameworks/{await Save(author, wrong)}/live");
        Assert.Contains("75", (string)differs["detail"]!, StringComparison.Ordinal);
        var right = await Save(author, Restored);
        await author.Refused("same-person", $"frameworks/{right}/live");
        Assert.Equal("Live", (string)(await other.Done($"frameworks/{right}/live"))["state"]!);
        await other.Refused("framework-already-live", $"frameworks/{right}/live");
    }

    [Fact]
    public async Task Figures_of_units_are_not_for_people_and_staff_save_nothing()
    {
        using var worker = site.Person("G/", "PartyWorker@G/");
        await worker.Refused("series-not-for-subject", "frameworks", Desk.Framework("W9", "Person", Desk.Node("x", 100, Restored)));
        using var staff = site.Person("G/B01/");
        await staff.Refused("unit-not-yours", "frameworks", Desk.Framework("W9", "Unit", Desk.Node("x", 100, Restored)));
    }

    private static object Count(string formula) => new { kind = "Linear", unit = "item", low = 0, high = 10, formula };

    private static async Task<Guid> Save(HttpClient author, object indicator) =>
        (Guid)(await author.Done("frameworks", Desk.Framework("W8", "Unit", Desk.Node("x", 100, indicator))))["frameworkId"]!;
}
