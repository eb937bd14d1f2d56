using Ronghe.PowerItems.Assignees;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Forms;
using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Tests.Cases;

/// <summary>Every item of the catalogue, at each of its levels and in each of its tiers, from opening to close by the seeded post holders.</summary>
public sealed class Walk_by_rules
{
    public static TheoryData<string> Items => [.. Seeds.Catalogue.Items.Select(one => one.Item.Code)];

    [Theory]
    [MemberData(nameof(Items))]
    public void Every_item_runs_to_its_close(string code)
    {
        var item = Seeds.Catalogue.Items.First(one => one.Item.Code == code).Item;
        foreach (var level in item.Levels)
        {
            foreach (var tier in SampleForms.Tiers(item)) Walk(item, level, tier);
        }
    }

    private static void Walk(PowerItem item, UnitLevel level, AmountTier? tier)
    {
        var person = Seeds.Holders[0].PersonId;
        var form = SampleForms.Of(item, tier, "B01", person);
        var directory = new FormDirectory(new HashSet<string> { "B01" }, new HashSet<Guid> { person });
        Assert.Empty(FormRules.Check(item.Form, form, directory));
        Assert.True(StepSelection.TryChooseTier(item, form, out var chosen));
        Assert.Equal(tier, chosen);

        var holders = new PostHolders(Seeds.Holders);
        var now = Organisation.Monday;
        Assert.Null(PowerCase.Open(
            new CaseOpening(item, 1, "X", Seeds.PathOf(level.ToString()), item.Name, form, [], chosen, null, new CaseInitiator("client", "c", null), now, null),
            holders, out var powerCase, out _));
        while (powerCase.State == CaseState.Running)
        {
            var step = powerCase.Steps.First(one => one.State == StepState.Active);
            now = step.NoticeUntil ?? now.AddMinutes(1);
            Assert.NotEmpty(powerCase.WaitingFor);
            var refusal = powerCase.Decide(
                new StepAct(powerCase.WaitingFor[0], step.Id, StepDecision.Approve, "同意", now), powerCase.Version, holders, out _);
            Assert.True(refusal is null, $"{item.Code} at {level}, step {step.Plan.Key}: {refusal?.English}");
        }

        Assert.Equal(CaseState.Approved, powerCase.State);
        Assert.All(powerCase.Steps.Where(step => step.State == StepState.Approved), step => Assert.NotEmpty(step.Assignments));
    }
}
