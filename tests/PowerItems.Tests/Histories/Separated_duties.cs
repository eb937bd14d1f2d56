using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Tests.Cases;

namespace Ronghe.PowerItems.Tests.Histories;

/// <summary>Over random organisations: no way lets an initiator decide, or one person for posts that are kept apart.</summary>
public sealed class Separated_duties
{
    private static readonly ActKind[] Tried =
    [
        ActKind.Approve, ActKind.Approve, ActKind.Approve, ActKind.Approve, ActKind.Return, ActKind.Transfer, ActKind.Delegate, ActKind.HandBack,
        ActKind.AddSigner, ActKind.Retake, ActKind.Resubmit,
    ];

    [Fact]
    public void No_way_lets_an_initiator_or_an_excluded_person_decide()
    {
        var (decisions, guarded) = (0, 0);
        for (var seed = 0; seed < 1500; seed++) Try(seed, ref decisions, ref guarded);

        Assert.True(decisions > 3_000, $"Only {decisions} decisions were taken.");
        Assert.True(guarded > 300, $"The guards were met only {guarded} times.");
    }

    private static void Try(int seed, ref int decisions, ref int guarded)
    {
        var random = new Random(seed);
        var organisation = new Organisation();
        string[] posts = ["A", "B", "C", "D", "Supervisor"];
        var people = Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7()).ToArray();
        // Few people and many posts, at three levels: everybody wears several hats.
        foreach (var post in posts)
        {
            foreach (var path in new[] { Seeds.Farm, Seeds.Bureau, Seeds.Group })
            {
                if (random.Next(3) > 0) organisation.Holds(post, path, people[random.Next(people.Length)]);
            }
        }

        for (var proxy = random.Next(3); proxy > 0; proxy--) organisation.Proxies[people[random.Next(people.Length)]] = people[random.Next(people.Length)];
        string[][] separate = [[posts[random.Next(4)], posts[random.Next(4)]], [posts[random.Next(4)], posts[random.Next(4)], posts[random.Next(4)]]];
        var initiator = people[random.Next(people.Length)];
        var item = Organisation.Item([.. Enumerable.Range(0, random.Next(2, 5)).Select(index => Step(random, index, posts))]) with { Separate = [.. separate.Select(group => group.Distinct().ToArray())] };
        if (organisation.TryOpen(item, initiator, out var powerCase) is not null) return;

        for (var turn = 0; turn < 25 && powerCase.IsOpen; turn++)
        {
            organisation.Now = organisation.Now.AddMinutes(1);
            var (kind, person, other) = (Tried[random.Next(Tried.Length)], people[random.Next(people.Length)], people[random.Next(people.Length)]);
            if (powerCase.WaitingFor.Length > 0 && random.Next(3) > 0) person = powerCase.WaitingFor[random.Next(powerCase.WaitingFor.Length)];
            var refusal = organisation.Act(powerCase, kind, person, act => kind == ActKind.Resubmit ? Acts.Acts_on_a_step.Handed(powerCase)(act)
                : act with { To = random.Next(2) == 0 ? "previous" : "initiator", People = [other], Before = random.Next(2) == 0, Opinion = "意见" });
            if (refusal is "initiator-decides-nothing" or "duties-not-separated" or "person-may-not-act") guarded++;
            if (powerCase.State == CaseState.Running) Assert.DoesNotContain(initiator, powerCase.WaitingFor);
        }

        decisions += Check(organisation.Acts[powerCase.Id], initiator, item.Separate, seed);
    }

    // From the rows alone, as the ledger has them: not from what the machine remembers.
    private static int Check(List<CaseAct> acts, Guid initiator, IReadOnlyList<IReadOnlyList<string>> separate, int seed)
    {
        var decided = acts.Where(act => act.Kind is "Approve" or "Reject").Select(act => (Person: Guid.Parse(act.ActorSubject), act.Post)).ToList();
        Assert.DoesNotContain(decided, one => one.Person == initiator);
        foreach (var group in separate)
        {
            foreach (var own in decided.GroupBy(one => one.Person))
                Assert.True(own.Select(one => one.Post).Intersect(group).Count() <= 1, $"Organisation {seed}: one person acted for {string.Join(" and ", group)}.");
        }

        return decided.Count;
    }

    private static ItemStep Step(Random random, int index, string[] posts)
    {
        StepKind[] kinds = [StepKind.Single, StepKind.AnyOne, StepKind.AllOf, StepKind.Sequential];
        var kind = kinds[random.Next(kinds.Length)];
        var own = posts[..4].OrderBy(_ => random.Next()).Take(kind == StepKind.Single ? 1 : 2).ToArray();
        return Organisation.Step(kind, own) with { Key = $"s{index}", At = (UnitRelation)random.Next(4) };
    }
}
