using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;
using static Ronghe.PowerItems.Tests.Cases.Organisation;

namespace Ronghe.PowerItems.Tests.Cases;

public sealed class Who_may_decide
{
    private readonly Organisation organisation = new();

    [Fact]
    public void Somebody_without_the_post_decides_nothing()
    {
        organisation.Holds("A");
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A")));

        Assert.Equal("not-assigned", organisation.Decide(powerCase, Guid.CreateVersion7()));
        Assert.Equal((CaseState.Running, 1), (powerCase.State, powerCase.Version));
    }

    [Fact]
    public void The_initiator_decides_nothing_even_when_holding_the_post()
    {
        var initiator = organisation.Holds("A");
        var colleague = organisation.Holds("A");
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A")), initiator);

        Assert.Equal([colleague], powerCase.WaitingFor);
        Assert.Equal("initiator-decides-nothing", organisation.Decide(powerCase, initiator));
    }

    [Fact]
    public void A_step_climbs_to_the_parent_when_nobody_may_act_and_says_so()
    {
        var initiator = organisation.Holds("A");
        var above = organisation.Holds("A", Seeds.Group);
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A")), initiator);

        var assignment = Assert.Single(powerCase.Steps[0].Assignments);
        Assert.Equal((Seeds.Group, Seeds.Farm), (assignment.UnitPath, assignment.EscalatedFrom));
        Assert.Equal([above], assignment.People);
    }

    [Theory]
    [InlineData(UnitRelation.Own, Seeds.Farm)]
    [InlineData(UnitRelation.Parent, Seeds.Bureau)]
    [InlineData(UnitRelation.Bureau, Seeds.Bureau)]
    [InlineData(UnitRelation.Group, Seeds.Group)]
    public void A_post_is_looked_up_relative_to_the_unit_of_the_case(UnitRelation at, string expected)
    {
        foreach (var path in new[] { Seeds.Group, Seeds.Bureau, Seeds.Farm }) organisation.Holds("A", path);

        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A") with { At = at }));

        var assignment = Assert.Single(powerCase.Steps[0].Assignments);
        Assert.Equal((expected, null), (assignment.UnitPath, assignment.EscalatedFrom));
    }

    [Fact]
    public void A_case_that_would_stall_for_want_of_a_holder_is_not_opened()
    {
        organisation.Holds("A");

        Assert.Equal("nobody-to-decide", organisation.TryOpen(Item(Step(StepKind.Single, "A"), Step(StepKind.Single, "B")), null, out _));
    }

    [Fact]
    public void One_person_does_not_act_for_two_posts_that_are_kept_apart()
    {
        var both = organisation.Holds("A");
        organisation.Holds("B", person: both);
        var above = organisation.Holds("B", Seeds.Bureau);
        var powerCase = organisation.Open(Item(Step(StepKind.Single, "A"), Step(StepKind.Single, "B")) with { Separate = [["A", "B"]] });

        Assert.Null(organisation.Decide(powerCase, both));

        Assert.Equal([above], powerCase.WaitingFor);
        Assert.Equal(Seeds.Farm, powerCase.Steps[1].Assignments[0].EscalatedFrom);
    }

    [Fact]
    public void Posts_kept_apart_are_refused_within_one_countersign()
    {
        var both = organisation.Holds("A");
        organisation.Holds("B", person: both);
        organisation.Holds("B");
        var powerCase = organisation.Open(Item(Step(StepKind.AllOf, "A", "B")) with { Separate = [["A", "B"]] });

        Assert.Null(organisation.Decide(powerCase, both));

        Assert.Equal("duties-not-separated", organisation.Decide(powerCase, both));
    }
}
