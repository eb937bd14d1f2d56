using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Assignees;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Forms;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Meetings;

namespace Ronghe.PowerItems.Tests.Cases;

/// <summary>Every item of the catalogue, at each of its levels and in each of its tiers, from opening to close by the seeded post holders.</summary>
public sealed class Walk_by_rules
{
    private static readonly ActWorld World = new(
        new PostHolders(Seeds.Holders), StandingProxies.None, SupervisionLine.Read(Seeds.Folder), Organisation.Calendar);

    private static readonly DecisionBodies Bodies = DecisionBodies.Read(Seeds.Folder);

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

        var now = Organisation.Monday;
        var opening = new CaseOpening(item, 1, "X", Seeds.PathOf(level.ToString()), item.Name, form, [], chosen, null, new CaseInitiator("client", "c", null), now, null);
        Assert.Null(PowerCase.Open(opening, World, out var powerCase, out var opened));
        var acts = new List<CaseAct> { opened.Act };
        while (powerCase.State == CaseState.Running)
        {
            var step = powerCase.ActiveStep!;
            now = step.NoticeUntil ?? now.AddMinutes(1);
            Assert.NotEmpty(powerCase.WaitingFor);
            foreach (var act in Conduct(powerCase, step, ref now))
            {
                var refusal = powerCase.Take(act, World, out var taken);
                Assert.True(refusal is null, $"{item.Code} at {level}, step {step.Plan.Key}, {act.Kind}: {refusal?.English}");
                acts.Add(taken.Act);
            }
        }

        Assert.Equal(CaseState.Approved, powerCase.State);
        Assert.All(powerCase.Steps.Where(step => step.State == StepState.Approved), step => Assert.NotEmpty(step.Assignments));
        Assert.Equal(Snapshots.Of(powerCase), Snapshots.Of(PowerCase.Replay(opening, powerCase.Id, acts)));
    }

    /// <summary>What has to happen for the step to be approved, each kind in its own way.</summary>
    private static List<IntendedAct> Conduct(PowerCase powerCase, CaseStep step, ref DateTimeOffset now)
    {
        var clerk = powerCase.WaitingFor[0];
        IntendedAct Act(ActKind kind, Guid person, DateTimeOffset at) => new(kind, ActActor.Of(person), at, null) { StepId = step.Id, Opinion = "同意" };
        switch (step.Plan.Kind)
        {
            case StepKind.Outside:
                return
                [
                    Act(ActKind.FileOutside, clerk, now) with { Filing = new OutsideFiling("林草局", "林资〔2026〕1号", new DateOnly(2026, 11, 24)) },
                    Act(ActKind.ReplyOutside, clerk, now) with { Reply = new OutsideReply("林资许〔2026〕9号", new DateOnly(2026, 12, 1), true) },
                ];
            case StepKind.Collective:
                var rule = Bodies[step.Plan.Body!.Value];
                var unit = step.Assignments[0].UnitPath;
                var members = rule.Members.SelectMany(post => World.Holders.At(post, unit, _ => true).Select(person => new BodyMember(person, post))).ToList();
                var meeting = new CaseMeeting(Guid.CreateVersion7(), rule, members, now, now.AddDays(rule.MaterialsDays));
                var convened = Act(ActKind.Convene, clerk, now) with { Meeting = meeting };
                now = meeting.StartsAt;
                var start = now;
                return
                [
                    convened,
                    Act(ActKind.OpenMeeting, clerk, start) with { People = [.. members.Select(member => member.PersonId)] },
                    .. members.AsEnumerable().Reverse().Select(member => Act(ActKind.Vote, member.PersonId, start) with { Vote = new Vote(member.PersonId, VoteChoice.For) }),
                    Act(ActKind.Resolve, clerk, start),
                ];
            default:
                return [Act(ActKind.Approve, clerk, now)];
        }
    }
}
