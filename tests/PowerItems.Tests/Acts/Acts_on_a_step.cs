using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Tests.Cases;
using static Ronghe.PowerItems.Tests.Cases.Organisation;

namespace Ronghe.PowerItems.Tests.Acts;

/// <summary>One rule each. That a refusal changes nothing is looked at on every refusal, by <see cref="Organisation"/>.</summary>
public sealed class Acts_on_a_step
{
    private readonly Organisation organisation = new();

    [Fact]
    public void A_return_to_the_previous_step_lets_it_be_decided_again()
    {
        var (a, b) = (organisation.Holds("A"), organisation.Holds("B"));
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A"), Step(StepKind.Single, "B")));
        organisation.Decide(powerCase, a);

        Assert.Null(organisation.Act(powerCase, ActKind.Return, b, act => act with { To = "previous" }));

        Assert.Equal([a], powerCase.WaitingFor);
        Assert.Equal((StepState.Active, StepState.Waiting), (powerCase.Steps[0].State, powerCase.Steps[1].State));
        Assert.Null(organisation.Decide(powerCase, a));
        Assert.Null(organisation.Decide(powerCase, b));
        Assert.Equal(CaseState.Approved, powerCase.State);
    }

    [Fact]
    public void A_return_to_any_earlier_step_starts_all_that_followed_anew()
    {
        var (a, b, c) = (organisation.Holds("A"), organisation.Holds("B"), organisation.Holds("C"));
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A"), Step(StepKind.Single, "B"), Step(StepKind.Single, "C")));
        organisation.Decide(powerCase, a);
        organisation.Decide(powerCase, b);

        Assert.Equal("no-such-return", organisation.Act(powerCase, ActKind.Return, c, act => act with { To = "SingleC" }));
        Assert.Null(organisation.Act(powerCase, ActKind.Return, c, act => act with { To = "SingleA" }));

        Assert.Equal([StepState.Active, StepState.Waiting, StepState.Waiting], powerCase.Steps.Select(step => step.State));
    }

    [Fact]
    public void A_return_to_the_initiator_waits_for_them_and_starts_from_the_beginning_when_handed_in_again()
    {
        var (initiator, a) = (Guid.CreateVersion7(), organisation.Holds("A"));
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A")), initiator);

        Assert.Null(organisation.Act(powerCase, ActKind.Return, a, act => act with { To = "initiator" }));
        Assert.Equal((CaseState.Returned, initiator), (powerCase.State, powerCase.WaitingFor.Single()));
        Assert.Equal("case-returned", organisation.Decide(powerCase, a));
        Assert.Equal("initiator-only", organisation.Act(powerCase, ActKind.Resubmit, a, Handed(powerCase)));
        Assert.Null(organisation.Act(powerCase, ActKind.Resubmit, initiator, Handed(powerCase)));

        Assert.Equal((CaseState.Running, a), (powerCase.State, powerCase.WaitingFor.Single()));
        Assert.Equal("not-returned", organisation.Act(powerCase, ActKind.Resubmit, initiator, Handed(powerCase)));
    }

    [Fact]
    public void A_return_inside_a_countersign_asks_the_last_signer_again()
    {
        var (a, b, c) = (organisation.Holds("A"), organisation.Holds("B"), organisation.Holds("C"));
        var powerCase = organisation.Open(Item(Step(StepKind.Sequential, "A", "B", "C")));
        organisation.Decide(powerCase, a);
        organisation.Decide(powerCase, b);

        Assert.Null(organisation.Act(powerCase, ActKind.Return, c, act => act with { To = "signer" }));
        Assert.Equal([b], powerCase.WaitingFor);
        Assert.Null(organisation.Act(powerCase, ActKind.Return, b, act => act with { To = "signer" }));
        Assert.Equal([a], powerCase.WaitingFor);
        Assert.Equal("no-such-return", organisation.Act(powerCase, ActKind.Return, a, act => act with { To = "signer" }));
    }

    [Fact]
    public void A_return_out_of_a_countersign_takes_the_signatures_given_with_it()
    {
        var (a, b, c) = (organisation.Holds("A"), organisation.Holds("B"), organisation.Holds("C"));
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A"), Step(StepKind.AllOf, "B", "C")));
        organisation.Decide(powerCase, a);
        organisation.Decide(powerCase, b);

        Assert.Null(organisation.Act(powerCase, ActKind.Return, c, act => act with { To = "previous" }));
        organisation.Decide(powerCase, a);

        Assert.Equal(new[] { b, c }.Order(), powerCase.WaitingFor.Order());
    }

    [Fact]
    public void A_withdrawal_is_possible_until_the_next_act_and_a_remark_is_none()
    {
        var (initiator, a) = (Guid.CreateVersion7(), organisation.Holds("A"));
        organisation.Holds("B");
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A"), Step(StepKind.Single, "B")), initiator);
        organisation.Act(powerCase, ActKind.Comment, a, act => act with { Opinion = "看过了" });

        Assert.Null(organisation.Act(powerCase, ActKind.Withdraw, initiator));
        Assert.Equal(CaseState.Returned, powerCase.State);

        organisation.Act(powerCase, ActKind.Resubmit, initiator, Handed(powerCase));
        organisation.Decide(powerCase, a);
        Assert.Equal("next-act-taken", organisation.Act(powerCase, ActKind.Withdraw, initiator));
    }

    [Fact]
    public void An_approval_is_retaken_until_the_next_act_by_whoever_gave_it()
    {
        var (a, b) = (organisation.Holds("A"), organisation.Holds("B"));
        organisation.Holds("C");
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A"), Step(StepKind.Single, "B"), Step(StepKind.Single, "C")));
        organisation.Decide(powerCase, a);

        Assert.Equal("next-act-taken", organisation.Act(powerCase, ActKind.Retake, b));
        Assert.Null(organisation.Act(powerCase, ActKind.Retake, a));
        Assert.Equal([StepState.Active, StepState.Waiting, StepState.Waiting], powerCase.Steps.Select(step => step.State));
        Assert.Equal([a], powerCase.WaitingFor);

        organisation.Decide(powerCase, a);
        organisation.Decide(powerCase, b);
        Assert.Equal("next-act-taken", organisation.Act(powerCase, ActKind.Retake, a, act => act with { StepId = powerCase.Steps[0].Id }));
    }

    [Fact]
    public void A_transfer_is_final()
    {
        var (a, other) = (organisation.Holds("A"), Guid.CreateVersion7());
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A")));

        Assert.Null(organisation.Act(powerCase, ActKind.Transfer, a, To(other)));

        Assert.Equal("not-assigned", organisation.Decide(powerCase, a));
        Assert.Null(organisation.Decide(powerCase, other));
        Assert.Equal(CaseState.Approved, powerCase.State);
    }

    [Fact]
    public void A_delegate_gives_an_opinion_and_the_task_comes_back()
    {
        var (a, helper) = (organisation.Holds("A"), Guid.CreateVersion7());
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A")));

        Assert.Equal("not-delegated", organisation.Act(powerCase, ActKind.HandBack, a));
        Assert.Null(organisation.Act(powerCase, ActKind.Delegate, a, To(helper)));
        Assert.Equal("not-assigned", organisation.Decide(powerCase, a));
        Assert.Equal("delegate-hands-back", organisation.Decide(powerCase, helper));
        Assert.Null(organisation.Act(powerCase, ActKind.HandBack, helper, act => act with { Opinion = "核对无误" }));

        Assert.Equal([a], powerCase.WaitingFor);
        Assert.Null(organisation.Decide(powerCase, a));
        Assert.Equal(CaseState.Approved, powerCase.State);
    }

    [Fact]
    public void A_signer_added_before_signs_first()
    {
        var (a, extra) = (organisation.Holds("A"), Guid.CreateVersion7());
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A")));

        Assert.Null(organisation.Act(powerCase, ActKind.AddSigner, a, act => To(extra)(act) with { Before = true }));
        Assert.Equal([extra], powerCase.WaitingFor);
        Assert.Null(organisation.Decide(powerCase, extra));
        Assert.Equal((CaseState.Running, a), (powerCase.State, powerCase.WaitingFor.Single()));
        Assert.Null(organisation.Decide(powerCase, a));

        Assert.Equal(CaseState.Approved, powerCase.State);
    }

    [Fact]
    public void A_signer_added_after_signs_last_and_their_refusal_counts()
    {
        var (a, extra) = (organisation.Holds("A"), Guid.CreateVersion7());
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A")));
        Assert.Null(organisation.Act(powerCase, ActKind.AddSigner, a, To(extra)));

        Assert.Equal([a], powerCase.WaitingFor);
        Assert.Null(organisation.Decide(powerCase, a));
        Assert.Equal([extra], powerCase.WaitingFor);
        Assert.Null(organisation.Decide(powerCase, extra, StepDecision.Reject));

        Assert.Equal(CaseState.Rejected, powerCase.State);
    }

    [Fact]
    public void A_sequence_goes_on_only_when_everybody_added_to_a_post_has_signed()
    {
        var (a, b, extra) = (organisation.Holds("A"), organisation.Holds("B"), Guid.CreateVersion7());
        var powerCase = organisation.Open(Item(Step(StepKind.Sequential, "A", "B")));
        organisation.Act(powerCase, ActKind.AddSigner, a, To(extra));
        organisation.Decide(powerCase, a);

        Assert.Equal([extra], powerCase.WaitingFor);
        organisation.Decide(powerCase, extra);
        Assert.Equal([b], powerCase.WaitingFor);
    }

    [Fact]
    public void Only_who_added_a_signer_takes_them_off_and_only_before_they_signed()
    {
        var (a, b, extra) = (organisation.Holds("A"), organisation.Holds("B"), Guid.CreateVersion7());
        var powerCase = organisation.Open(Item(Step(StepKind.AllOf, "A", "B")));
        organisation.Act(powerCase, ActKind.AddSigner, a, To(extra));

        Assert.Equal("not-your-signer", organisation.Act(powerCase, ActKind.RemoveSigner, b, To(extra)));
        Assert.Equal("not-your-signer", organisation.Act(powerCase, ActKind.RemoveSigner, a, To(b)));
        Assert.Null(organisation.Act(powerCase, ActKind.RemoveSigner, a, To(extra)));
        organisation.Decide(powerCase, a);
        organisation.Decide(powerCase, b);

        Assert.Equal(CaseState.Approved, powerCase.State);
    }

    [Fact]
    public void A_case_is_urged_at_most_once_an_hour()
    {
        var (initiator, a) = (Guid.CreateVersion7(), organisation.Holds("A"));
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A")), initiator);

        Assert.Null(organisation.Act(powerCase, ActKind.Urge, initiator));
        organisation.Now = Monday.AddMinutes(59);
        Assert.Equal("urged-recently", organisation.Act(powerCase, ActKind.Urge, initiator));
        Assert.Equal("not-a-participant", organisation.Act(powerCase, ActKind.Urge, Guid.CreateVersion7(), act => act with { At = Monday.AddHours(2) }));
        organisation.Now = Monday.AddMinutes(60);
        Assert.Null(organisation.Act(powerCase, ActKind.Urge, initiator));
        Assert.Equal([a], powerCase.WaitingFor);
    }

    [Fact]
    public void A_remark_a_copy_a_receipt_and_a_reminder_make_nobodys_view_stale()
    {
        var (a, reader) = (organisation.Holds("A"), Guid.CreateVersion7());
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A")));
        organisation.Act(powerCase, ActKind.Copy, a, To(reader));
        organisation.Act(powerCase, ActKind.Read, reader);
        organisation.Act(powerCase, ActKind.Comment, reader, act => act with { Opinion = "已阅" });

        Assert.Equal((4L, 1L), (powerCase.Version, powerCase.StandsSince));
        Assert.Equal("case-changed", organisation.Decide(powerCase, a, version: 5));
        Assert.Null(organisation.Decide(powerCase, a, version: 1));
    }

    [Fact]
    public void The_initiator_gives_up_with_a_reason_and_nothing_is_approved()
    {
        var (initiator, a) = (Guid.CreateVersion7(), organisation.Holds("A"));
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A")), initiator);

        Assert.Equal("initiator-only", organisation.Act(powerCase, ActKind.Terminate, a, act => act with { Opinion = "停" }));
        Assert.Equal("reason-needed", organisation.Act(powerCase, ActKind.Terminate, initiator));
        Assert.Null(organisation.Act(powerCase, ActKind.Terminate, initiator, act => act with { Opinion = "计划取消" }, null, out var events));

        Assert.Equal("Terminated", Assert.IsType<Ronghe.Contracts.PowerItems.CaseClosed>(Assert.Single(events)).Outcome);
        Assert.Equal("case-closed", organisation.Decide(powerCase, a));
    }

    [Fact]
    public void The_same_person_twice_in_a_row_decides_twice()
    {
        var both = organisation.Holds("A");
        organisation.Holds("B", person: both);
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A"), Step(StepKind.Single, "B")) with { MajorDecisionClass = MajorDecisionClass.LargeFund });

        Assert.Null(organisation.Decide(powerCase, both));

        Assert.Equal((CaseState.Running, both), (powerCase.State, powerCase.WaitingFor.Single()));
    }

    [Fact]
    public void A_vacant_post_goes_to_the_supervisor_and_says_so()
    {
        var a = organisation.Holds("A");
        var b = organisation.Holds("B");
        var supervisor = organisation.Holds("Supervisor", Seeds.Bureau);
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A"), Step(StepKind.Single, "B")));
        organisation.Leaves(b);

        Assert.Null(organisation.Decide(powerCase, a));

        Assert.Equal([supervisor], powerCase.WaitingFor);
        Assert.True(powerCase.ActiveStep!.Assignments[0].Vacant);
        Assert.Null(organisation.Decide(powerCase, supervisor));
    }

    internal static Func<IntendedAct, IntendedAct> To(params Guid[] people) => act => act with { People = people, Opinion = "请办理" };

    internal static Func<IntendedAct, IntendedAct> Handed(PowerCase powerCase) => act => act with
    {
        Submission = new Submission(powerCase.Form, powerCase.Materials, powerCase.Tier, [.. powerCase.Steps.Select(step => step.Id)], []),
    };
}
