using Ronghe.Contracts.PowerItems;
using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;
using static Ronghe.PowerItems.Tests.Cases.Organisation;

namespace Ronghe.PowerItems.Tests.Cases;

public sealed class Transitions
{
    private readonly Organisation organisation = new();

    [Fact]
    public void A_stale_version_is_refused_with_the_present_state_and_changes_nothing()
    {
        var (a, b) = (organisation.Holds("A"), organisation.Holds("B"));
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A"), Step(StepKind.Single, "B")));
        Assert.Null(organisation.Decide(powerCase, a));

        var act = new IntendedAct(ActKind.Approve, ActActor.Of(b), organisation.Now, 1) { StepId = powerCase.Steps[1].Id };
        var refusal = powerCase.Take(act, organisation.World, out _);

        Assert.Equal("case-changed", refusal?.Type);
        Assert.Equal(("Running", 2L), (refusal!.Details!["state"], refusal.Details["caseVersion"]));
        Assert.Equal(2, powerCase.Version);
    }

    [Fact]
    public void The_same_decision_twice_is_harmless()
    {
        var a = organisation.Holds("A");
        organisation.Holds("B");
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A"), Step(StepKind.Single, "B")));
        var act = new IntendedAct(ActKind.Approve, ActActor.Of(a), organisation.Now, 1) { StepId = powerCase.Steps[0].Id };

        Assert.Null(organisation.Take(powerCase, act, out _));

        Assert.Equal("case-changed", organisation.Take(powerCase, act, out _));
        Assert.Equal("step-not-active", organisation.Take(powerCase, act with { Version = 2 }, out _));
        Assert.Equal(2, powerCase.Version);
    }

    [Fact]
    public void A_closed_case_takes_no_act()
    {
        var a = organisation.Holds("A");
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A")));
        organisation.Decide(powerCase, a, StepDecision.Reject);

        Assert.Equal("case-closed", organisation.Decide(powerCase, a));
        Assert.Equal(CaseState.Rejected, powerCase.State);
    }

    [Fact]
    public void Each_event_of_a_case_carries_a_version_of_its_own()
    {
        var (a, b) = (organisation.Holds("A"), organisation.Holds("B"));
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A"), Step(StepKind.Single, "B")));

        organisation.Decide(powerCase, a, StepDecision.Approve, 1, out var first);
        organisation.Decide(powerCase, b, StepDecision.Approve, 2, out var last);

        Assert.Equal(2, Assert.IsType<StepDecided>(Assert.Single(first)).Version);
        Assert.Equal([3L, 4L], last.Select(message => message is StepDecided decided ? decided.Version : ((CaseClosed)message).Version));
        Assert.Equal(4, powerCase.Version);
        Assert.Equal("Approved", ((CaseClosed)last[1]).Outcome);
    }

    [Fact]
    public void A_step_is_due_by_its_limit_from_when_it_became_active()
    {
        organisation.Holds("A");
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A") with { Limit = new StepLimit(2, TimeUnit.WorkingDays, LimitKind.Internal) }));

        Assert.Equal(new DateTimeOffset(2026, 11, 25, 16, 0, 0, TimeSpan.Zero), powerCase.DueAt);
    }
}
