using Ronghe.ServiceDefaults.Burden;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Burden;

public sealed class Burden_guard
{
    private static readonly BurdenRules Rules = BurdenRules.Load(Path.Combine(Checkout.Root, "seeds"));
    private readonly BurdenGuard guard = new(Rules, TimeProvider.System);
    private readonly DateOnly nextMonth = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().Date).AddMonths(1);

    [Theory]
    [InlineData("平台登录次数", "log-ins")]
    [InlineData("Log-ins per week", "log-ins")]
    [InlineData("人均在线时长", "online-time")]
    [InlineData("学习强度（点 赞 量）", "likes-shares")]
    [InlineData("Likes and shares", "likes-shares")]
    [InlineData("转\u200B发\u200B量", "likes-shares")]
    [InlineData("月学习时长", "learning-time")]
    [InlineData("ＬＥＡＲＮＩＮＧ　ＭＩＮＵＴＥＳ", "learning-time")]
    [InlineData("每日打卡率", "check-in")]
    [InlineData("党员积分排名", "points-ranking")]
    [InlineData("巡护轨迹完整率", "tracks")]
    [InlineData("工作照片张数", "photos")]
    public void Refuses_what_is_forbidden_and_says_which_rule(string name, string rule)
    {
        var refusal = guard.Check(Indicator(name), null, "me", out var exceptions)!;
        Assert.Equal(("burden-forbidden", rule), (refusal.Type, refusal.Details!["rule"]));
        Assert.StartsWith("国办函〔2026〕12号", (string)refusal.Details["citation"]!, StringComparison.Ordinal);
        Assert.Contains("禁止", refusal.Chinese, StringComparison.Ordinal);
        Assert.Contains("forbids", refusal.English, StringComparison.Ordinal);
        Assert.Empty(exceptions);
    }

    [Theory]
    [InlineData("退化林修复面积")]
    [InlineData("隐患按期销号率")]
    [InlineData("学习成果：测验通过率，不考核学习时长")]
    [InlineData("Share of hazards closed in time, without log-ins")]
    [InlineData("同类林场综合得分")]
    public void Lets_outcomes_pass(string name) => Assert.Null(guard.Check(Indicator(name), null, "me", out _));

    [Fact]
    public void No_wording_gets_round_what_a_thing_measures()
    {
        var hidden = new BurdenQuestion("indicator", "X", [("name", "敬业指数")], [BurdenMeasures.OnlineTime]);
        Assert.Equal("online-time", guard.Check(hidden, null, "me", out _)!.Details!["rule"]);
    }

    [Fact]
    public void A_safety_setting_must_be_claimed_and_is_then_named()
    {
        var question = Indicator("防火期夜间值守签到");
        Assert.Equal(true, guard.Check(question, null, "me", out _)!.Details!["exceptionPossible"]);
        var claim = new SafetyClaim("Emergency", "2026 秋季防火紧要期值守", "高火险区夜间值守须确认人员在岗安全", nextMonth);
        Assert.Null(guard.Check(question, claim, "me", out var exceptions));
        var exception = Assert.Single(exceptions);
        Assert.Equal(("check-in", "Emergency", "2026 秋季防火紧要期值守", "me"), (exception.Rule, exception.Scene, exception.Name, exception.ClaimedBy));
    }

    [Theory]
    [InlineData("Comfort", "秋季防火值守", "高火险区夜间值守须确认人员在岗", 1, "scene")]
    [InlineData("Safety", "值守", "高火险区夜间值守须确认人员在岗", 1, "name")]
    [InlineData("Safety", "秋季防火值守", "需要", 1, "reason")]
    [InlineData("Safety", "秋季防火值守", "高火险区夜间值守须确认人员在岗", -1, "until")]
    [InlineData("Safety", "秋季防火值守", "高火险区夜间值守须确认人员在岗", 14, "until")]
    public void A_claim_that_is_not_whole_is_refused(string scene, string name, string reason, int months, string field)
    {
        var claim = new SafetyClaim(scene, name, reason, nextMonth.AddMonths(months - 1).AddDays(months < 0 ? -2 : 0));
        var refusal = guard.Check(Indicator("值守签到"), claim, "me", out var exceptions)!;
        Assert.Equal(("burden-exception-incomplete", field), (refusal.Type, refusal.Details!["field"]));
        Assert.Empty(exceptions);
    }

    [Fact]
    public void Where_the_document_leaves_no_room_no_claim_helps()
    {
        var claim = new SafetyClaim("Safety", "秋季防火值守", "高火险区夜间值守须确认人员在岗", nextMonth);
        var refusal = guard.Check(Indicator("值守签到与登录次数"), claim, "me", out _)!;
        Assert.Equal(("log-ins", false), (refusal.Details!["rule"], refusal.Details["exceptionPossible"]));
    }

    private static BurdenQuestion Indicator(string name) => new("indicator", "X", [("name", name)], []);
}
