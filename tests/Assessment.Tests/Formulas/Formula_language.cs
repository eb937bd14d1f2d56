using Ronghe.Assessment.Formulas;

namespace Ronghe.Assessment.Tests.Formulas;

public sealed class Formula_language
{
    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("10 - 4 - 3", 3)]
    [InlineData("--2 - -3", 5)]
    [InlineData("80% * 50", 40)]
    [InlineData("if 2 > 1 and not 1 >= 2 then 10 else 20", 10)]
    [InlineData("if 2 < 1 or 3 != 3 then 10 else 20", 20)]
    [InlineData("round(2.5, 0) + round(-2.5, 0) + round(0.125, 2)", 0.13)]
    [InlineData("clamp(120, 0, 100) + min(3, 1, 2) + max(4, 6) + abs(-1)", 108)]
    public void Computes_as_people_read_it(string formula, double expected) => Assert.Equal((decimal)expected, Given.Value(formula));

    [Fact]
    public void Units_go_through_the_whole_of_it()
    {
        Assert.Equal("wanCNY/person", Given.Compile("sum(revenue.actual) / sum(headcount)").Unit.Text);
        Assert.Equal("1", Given.Compile("sum(restoration.area) / sum(restoration.plan)").Unit.Text);
        Assert.Equal("points", Given.Compile("clamp(sum(restoration.area) / sum(restoration.plan), 0, 120%) * 100 points").Unit.Text);
        Assert.Equal("points", Given.Compile("if sum(fire.response) <= 30 min then 100 分 else 60 分").Unit.Text);
        Assert.Equal(45m, Given.Value("to(3 ha, mu) / 1 亩"));
        Assert.Equal(2.5m, Given.Value("to(150 min, h) / 1 h"));
    }

    [Theory]
    [InlineData("sum(restoration.area) + sum(revenue.actual)", "formula-wrong-unit", 22)]
    [InlineData("sum(fire.response) <= 30", "formula-wrong-unit", 19)]
    [InlineData("if 1 > 0 then 1 ha else 1 points", "formula-wrong-unit", 24)]
    [InlineData("to(1 ha, person)", "formula-wrong-unit", 0)]
    [InlineData("sum(tree.count)", "formula-unknown-name", 4)]
    [InlineData("3 furlong", "formula-unknown-name", 0)]
    [InlineData("exec(1)", "formula-unknown-name", 0)]
    [InlineData("1 + restoration.area", "formula-unknown-name", 4)]
    [InlineData("sum(restoration.area, week)", "formula-wrong-arguments", 22)]
    [InlineData("round(1, 9)", "formula-wrong-arguments", 0)]
    [InlineData("1 + (2 > 1)", "formula-wrong-type", 7)]
    [InlineData("if 1 then 2 else 3", "formula-wrong-type", 3)]
    [InlineData("1 +", "formula-syntax", 3)]
    [InlineData("1 + * 2", "formula-syntax", 4)]
    [InlineData("(1 + 2", "formula-syntax", 6)]
    [InlineData("1 2", "formula-syntax", 2)]
    [InlineData("", "formula-syntax", 0)]
    [InlineData("if 1 > 0 then 1", "formula-syntax", 15)]
    [InlineData("sum(restoration.area); DROP TABLE facts", "formula-syntax", 21)]
    [InlineData("1.2.3", "formula-syntax", 0)]
    public void What_is_wrong_is_refused_with_its_place(string formula, string type, int at)
    {
        var error = Given.Refused(formula);
        Assert.Equal((type, at), (error.Type, error.At));
        var refusal = error.ToRefusal(formula);
        Assert.Equal(at + 1, refusal.Details!["column"]);
        Assert.True(refusal.Chinese.Length > 8 && refusal.English.Length > 8);
    }

    [Fact]
    public void The_place_counts_lines() =>
        Assert.Equal((2, 5), Place(Given.Refused("1 +\n2 * * 3").ToRefusal("1 +\n2 * * 3")));

    [Fact]
    public void The_result_must_have_the_units_of_the_indicator() =>
        Assert.Equal("formula-wrong-unit", Given.Refused("sum(restoration.area)", "points").Type);

    [Theory]
    [InlineData("1 / sum(hazard.found)", 2)]
    [InlineData("1 / (sum(restoration.plan) - 1 ha)", 2)]
    [InlineData("sum(hazard.closed) / count(hazard.found)", 19)]
    [InlineData("if sum(hazard.found) >= 0 item then 1 / sum(hazard.found) else 1 / 1 item", 38)]
    [InlineData("if sum(hazard.found) > 0 item then 1 / 1 item else 1 / sum(hazard.found)", 53)]
    [InlineData("if sum(hazard.found) > 0 item or 1 > 0 then 1 / sum(hazard.found) else 1 / 1 item", 46)]
    [InlineData("1 / round(0.2, 0)", 2)]
    [InlineData("1 / sum(learning.passed)", 2)]
    public void A_division_that_can_be_by_zero_is_refused_with_its_place(string formula, int at)
    {
        var error = Given.Refused(formula);
        Assert.Equal((FormulaErrors.Zero, at), (error.Type, error.At));
    }

    [Theory]
    [InlineData("1 / sum(restoration.plan)")]
    [InlineData("if sum(hazard.found) > 0 item then sum(hazard.closed) / sum(hazard.found) else 1")]
    [InlineData("if sum(hazard.found) == 0 item then 1 else sum(hazard.closed) / sum(hazard.found)")]
    [InlineData("if not (0 item < sum(hazard.found)) then 1 else sum(hazard.closed) / sum(hazard.found)")]
    [InlineData("sum(hazard.closed) / max(sum(hazard.found), 1 item)")]
    [InlineData("sum(hazard.closed) / (sum(hazard.found) + 1 item)")]
    [InlineData("1 / avg(learning.passed)")]
    public void A_division_that_cannot_be_by_zero_is_accepted(string formula) => Given.Compile(formula);

    [Fact]
    public void Cost_is_bounded_before_anything_runs()
    {
        Assert.Equal("formula-too-costly", Given.Refused(new string('1', 1001)).Type);
        Assert.Equal("formula-too-costly", Given.Refused(new string('(', 33) + "1" + new string(')', 33)).Type);
        Assert.Equal("formula-too-costly", Given.Refused(string.Join('+', Enumerable.Repeat("1", 201))).Type);
        var codes = Given.Series.Items.Where(item => item.Unit == "ha").Select(item => item.Code);
        var reads = codes.SelectMany(code => Aggregate.Windows.Select(window => $"sum({code}, {window})")).Take(17);
        Assert.Equal("formula-too-costly", Given.Refused(string.Join(" + ", reads)).Type);
    }

    [Fact]
    public void Missing_data_is_missing_and_never_zero()
    {
        Assert.Null(Given.Value("sum(restoration.area) + 1 ha", [null]));
        Assert.Null(Given.Value("if sum(restoration.area) > 0 ha then 1 else 2", [null]));
        Assert.Null(Given.Value("max(sum(restoration.area), 1 ha)", [null]));
        Assert.Null(Given.Value("if 1 > 0 or sum(restoration.area) > 0 ha then 1 else 2", [null]));
    }

    [Fact]
    public void What_leaves_the_range_of_decimal_is_missing_not_a_crash()
    {
        var huge = string.Join(" * ", Enumerable.Repeat("sum(revenue.actual)", 5));
        Assert.Null(Given.Value(huge, 9_000_000_000m));
    }

    [Fact]
    public void The_same_formula_written_otherwise_is_the_same_version()
    {
        Assert.Equal(Given.Compile("1+sum(headcount)/1 person").Digest, Given.Compile("(1 + (sum(headcount) / 1 人))").Digest);
        Assert.NotEqual(Given.Compile("1 + 2").Digest, Given.Compile("2 + 1").Digest);
    }

    private static (int, int) Place(ServiceDefaults.Problems.Refusal refusal) => ((int)refusal.Details!["line"]!, (int)refusal.Details["column"]!);
}
