using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Tests.Acts;
using Ronghe.PowerItems.Tests.Cases;

namespace Ronghe.PowerItems.Tests.Histories;

/// <summary>Simulated users: what anybody tries, allowed or not, on the machine and on the model.</summary>
public sealed class Random_histories
{
    private static readonly StepKind[] Kinds = [StepKind.Single, StepKind.AnyOne, StepKind.AllOf, StepKind.Sequential, StepKind.WeightedVote];

    private static readonly ActKind[] Tried =
    [
        ActKind.Approve, ActKind.Approve, ActKind.Approve, ActKind.Approve, ActKind.Reject, ActKind.Return, ActKind.Withdraw, ActKind.Retake,
        ActKind.Transfer, ActKind.Resubmit, ActKind.Terminate,
    ];

    [Fact]
    public void Two_thousand_histories_go_as_the_model_says_and_replay_to_the_same_case()
    {
        var (accepted, refused) = (0, 0);
        var ends = new HashSet<CaseState>();
        for (var seed = 0; seed < 2000; seed++)
        {
            var (yes, no, end) = Run(seed);
            (accepted, refused) = (accepted + yes, refused + no);
            ends.Add(end);
        }

        // Both sides are tried in earnest, and every end is reached.
        Assert.InRange(accepted, 8_000, 100_000);
        Assert.InRange(refused, 8_000, 100_000);
        Assert.Superset(new HashSet<CaseState> { CaseState.Approved, CaseState.Rejected, CaseState.Terminated }, ends);
    }

    private static (int Accepted, int Refused, CaseState End) Run(int seed)
    {
        var random = new Random(seed);
        var organisation = new Organisation();
        var names = Enumerable.Range(0, 8).Select(number => $"P{number}").ToArray();
        var holders = names.ToDictionary(name => name, name => organisation.Holds(name));
        var plan = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Plan(random, names)).ToList();
        var initiator = Guid.CreateVersion7();
        var powerCase = organisation.Open(Organisation.Item([.. plan.Select((one, index) => Organisation.Step(one.Kind, one.Posts) with { Key = $"s{index}" })]), initiator);
        var model = new ReferenceModel(plan, holders, initiator);
        var people = holders.Values.Append(initiator).Append(Guid.CreateVersion7()).ToArray();
        var (accepted, refused) = (0, 0);
        for (var turn = 0; turn < 30; turn++)
        {
            organisation.Now = organisation.Now.AddMinutes(1);
            var kind = Tried[random.Next(Tried.Length)];
            // Half of the tries come from somebody for whom the case waits: otherwise few histories would get anywhere.
            var person = model.Waiting.Count > 0 && random.Next(2) == 0 ? model.Waiting[random.Next(model.Waiting.Count)] : people[random.Next(people.Length)];
            if (kind == ActKind.Terminate && random.Next(8) > 0) continue;
            var (to, other) = (new[] { "initiator", "previous", "signer" }[random.Next(3)], people[random.Next(people.Length)]);

            var expected = model.After(kind, person, to, other);
            var refusal = organisation.Act(powerCase, kind, person, act => kind == ActKind.Resubmit
                ? Acts_on_a_step.Handed(powerCase)(act) : act with { To = to, People = kind == ActKind.Transfer ? [other] : [], Opinion = "理由" });

            Assert.True(expected is null == refusal is not null, $"History {seed}, turn {turn}: {kind} answered {refusal ?? "yes"}.");
            (accepted, refused) = refusal is null ? (accepted + 1, refused) : (accepted, refused + 1);
            model = expected ?? model;
            Assert.Equal(model.State, powerCase.State);
            Assert.Equal(model.Waiting.Order(), powerCase.WaitingFor.Order());
            if (model.State == CaseState.Running) Assert.Equal(model.At, powerCase.Steps.ToList().FindIndex(step => step.State == StepState.Active));
        }

        Assert.Equal(Snapshots.Of(powerCase), Snapshots.Of(organisation.Replay(powerCase)));
        return (accepted, refused, powerCase.State);
    }

    private static (StepKind Kind, string[] Posts) Plan(Random random, string[] names)
    {
        var kind = Kinds[random.Next(Kinds.Length)];
        var shuffled = names.OrderBy(_ => random.Next()).ToArray();
        return (kind, shuffled[..(kind == StepKind.Single ? 1 : random.Next(2, 5))]);
    }
}
