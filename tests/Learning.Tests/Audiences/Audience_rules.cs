using Ronghe.Contracts.Identity;
using Ronghe.Learning.Audiences;

namespace Ronghe.Learning.Tests.Audiences;

public sealed class Audience_rules
{
    private static readonly Facts Leader = new("G/B01/F0101/T010101/", [new("TeamLeader", "G/B01/F0101/T010101/")], true, false, ["油锯手"]);

    public static TheoryData<AudienceRule, bool> Rules() => new()
    {
        { new(Unit: "G/B01/"), true },
        { new(Unit: "G/B02/"), false },
        { new(Team: "G/B01/F0101/"), false },
        { new(Team: "G/B01/F0101/T010101/"), true },
        { new(Post: "TeamLeader"), true },
        { new(PartyMember: true), true },
        { new(PartyMember: false), false },
        { new(UnionMember: false), true },
        { new(Tag: "油锯手"), true },
        { new(All: [new(Unit: "G/B01/"), new(UnionMember: true)]), false },
        { new(Any: [new(UnionMember: true), new(Post: "TeamLeader")]), true },
        { new(Not: new(Tag: "司机")), true },
        { new(All: [new(Not: new(Any: [new(Unit: "G/B02/"), new(Tag: "司机")])), new(PartyMember: true)]), true },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_means_what_it_says(AudienceRule rule, bool meant)
    {
        Assert.Null(AudienceRules.Fault(rule));
        Assert.Equal(meant, rule.Matches(Leader));
        Assert.Equal(meant, rule.Reasons(Leader).Any());
        Assert.Equal(!meant, new AudienceRule(Not: rule).Matches(Leader));
    }

    [Fact]
    public void Reasons_name_only_what_the_person_meets() => Assert.Equal(
        ["担任岗位 TeamLeader", "是党员"],
        new AudienceRule(All: [new(Any: [new(UnionMember: true), new(Post: "TeamLeader")]), new(PartyMember: true)]).Reasons(Leader).Select(reason => reason.Chinese));

    [Fact]
    public void What_is_no_rule_is_refused()
    {
        Assert.NotNull(AudienceRules.Fault(new()));
        Assert.NotNull(AudienceRules.Fault(new(Unit: "G/", PartyMember: true)));
        Assert.NotNull(AudienceRules.Fault(new(All: [])));
        Assert.NotNull(AudienceRules.Fault(new(Unit: "G")));
        Assert.NotNull(AudienceRules.Fault(Enumerable.Range(0, 9).Aggregate(new AudienceRule(PartyMember: true), (inner, _) => new(Not: inner))));
        Assert.NotNull(AudienceRules.Fault(new(Any: [.. Enumerable.Repeat(new AudienceRule(PartyMember: true), 101)])));
    }
}
