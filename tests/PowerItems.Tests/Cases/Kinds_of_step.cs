using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;
using static Ronghe.PowerItems.Tests.Cases.Organisation;

namespace Ronghe.PowerItems.Tests.Cases;

public sealed class Kinds_of_step
{
    private readonly Organisation organisation = new();

    [Fact]
    public void A_single_step_is_decided_by_whoever_of_the_holders_comes_first()
    {
        organisation.Holds("A");
        var second = organisation.Holds("A");
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A")));

        Assert.Null(organisation.Decide(powerCase, second));

        Assert.Equal(CaseState.Approved, powerCase.State);
        Assert.Empty(powerCase.WaitingFor);
    }

    [Fact]
    public void Any_one_of_several_posts_decides()
    {
        organisation.Holds("A");
        var b = organisation.Holds("B");
        var powerCase = organisation.Open(Item(Step(StepKind.AnyOne, "A", "B")));

        Assert.Null(organisation.Decide(powerCase, b));

        Assert.Equal(CaseState.Approved, powerCase.State);
    }

    [Fact]
    public void A_countersign_waits_for_every_post_in_any_order()
    {
        var (a, b) = (organisation.Holds("A"), organisation.Holds("B"));
        var powerCase = organisation.Open(Item(Step(StepKind.AllOf, "A", "B")));

        Assert.Null(organisation.Decide(powerCase, b));
        Assert.Equal(CaseState.Running, powerCase.State);
        Assert.Equal([a], powerCase.WaitingFor);
        Assert.Equal("not-assigned", organisation.Decide(powerCase, b));
        Assert.Null(organisation.Decide(powerCase, a));

        Assert.Equal(CaseState.Approved, powerCase.State);
    }

    [Fact]
    public void One_refusal_in_a_countersign_closes_the_case_as_rejected()
    {
        var a = organisation.Holds("A");
        organisation.Holds("B");
        var powerCase = organisation.Open(Item(Step(StepKind.AllOf, "A", "B"), Step(StepKind.Single, "B")));

        Assert.Null(organisation.Decide(powerCase, a, StepDecision.Reject));

        Assert.Equal(CaseState.Rejected, powerCase.State);
        Assert.Equal(StepState.Waiting, powerCase.Steps[1].State);
    }

    [Fact]
    public void A_sequential_countersign_waits_for_the_posts_in_their_order()
    {
        var (a, b) = (organisation.Holds("A"), organisation.Holds("B"));
        var powerCase = organisation.Open(Item(Step(StepKind.Sequential, "A", "B")));

        Assert.Equal([a], powerCase.WaitingFor);
        Assert.Equal("not-assigned", organisation.Decide(powerCase, b));
        Assert.Null(organisation.Decide(powerCase, a));
        Assert.Equal([b], powerCase.WaitingFor);
        Assert.Null(organisation.Decide(powerCase, b));

        Assert.Equal(CaseState.Approved, powerCase.State);
    }

    [Theory]
    [InlineData("AB", "", CaseState.Approved)] // 3 of 4 votes
    [InlineData("A", "", CaseState.Running)] // a half alone is never enough
    [InlineData("", "A", CaseState.Rejected)] // the other half could no longer carry it
    [InlineData("B", "C", CaseState.Running)]
    public void A_weighted_vote_is_decided_as_soon_as_the_open_votes_cannot_change_it(string approve, string reject, CaseState expected)
    {
        var people = "ABC".ToDictionary(post => post, post => organisation.Holds(post.ToString()));
        var powerCase = organisation.Open(Item(Step(StepKind.WeightedVote, "A", "B", "C") with { Weights = [2, 1, 1], Threshold = 0.5m }));

        foreach (var post in approve) Assert.Null(organisation.Decide(powerCase, people[post]));
        foreach (var post in reject) Assert.Null(organisation.Decide(powerCase, people[post], StepDecision.Reject));

        Assert.Equal(expected, powerCase.State);
    }

    [Fact]
    public void Two_of_three_votes_meet_a_threshold_of_two_thirds()
    {
        var (a, b) = (organisation.Holds("A"), organisation.Holds("B"));
        organisation.Holds("C");
        var powerCase = organisation.Open(Item(Step(StepKind.WeightedVote, "A", "B", "C") with { Threshold = 0.667m }));

        organisation.Decide(powerCase, a);
        organisation.Decide(powerCase, b);

        Assert.Equal(CaseState.Approved, powerCase.State);
    }

    [Fact]
    public void A_public_notice_cannot_be_closed_before_its_window_ends()
    {
        var a = organisation.Holds("A");
        var powerCase = organisation.Open(Item(Step(StepKind.PublicNotice, "A")));

        // Five working days from a Monday end when the next Monday, China time, is over.
        organisation.Now = new DateTimeOffset(2026, 11, 30, 15, 59, 59, TimeSpan.Zero);
        Assert.Equal("notice-still-open", organisation.Decide(powerCase, a));
        organisation.Now = organisation.Now.AddSeconds(1);
        Assert.Null(organisation.Decide(powerCase, a));

        Assert.Equal(CaseState.Approved, powerCase.State);
    }

    [Fact]
    public void An_objection_that_is_upheld_closes_the_case_within_the_window()
    {
        var a = organisation.Holds("A");
        var powerCase = organisation.Open(Item(Step(StepKind.PublicNotice, "A")));

        Assert.Null(organisation.Decide(powerCase, a, StepDecision.Reject));

        Assert.Equal(CaseState.Rejected, powerCase.State);
    }
}
