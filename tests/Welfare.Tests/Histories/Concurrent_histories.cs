using System.Globalization;

namespace Ronghe.Welfare.Tests.Histories;

[Collection(nameof(WelfareSite))]
public sealed class Concurrent_histories(WelfareSite site)
{
    private static readonly string[] Kinds = ["claim", "claim", "claim", "return", "return", "transfer", "reverse", "cap", "issue", "issue"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>For every history there is an order of its acts, true to real time, in which the reference gives the same answers and ends the same.</summary>
    [Fact]
    public async Task Two_thousand_of_them_differ_from_no_sequential_one()
    {
        var seed = Environment.GetEnvironmentVariable("RONGHE_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Environment.TickCount;
        var differences = new List<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), new ParallelOptions { MaxDegreeOfParallelism = 3, CancellationToken = Ct }, async (number, ct) =>
        {
            var history = new History(site, number);
            await history.Prepare(ct);
            var happened = await history.Run(Acts(new Random(seed + number)), doers: 3, ct);
            var state = await history.State();
            if (Explains(happened, state)) return;
            lock (differences) differences.Add($"seed {seed}, history {number} ends in {state}:\n" + string.Join('\n', happened.Select(one => $"  {one.Act} {one.From}–{one.To} → {one.Outcome}")));
        });
        Assert.Empty(differences);
    }

    [Fact]
    public void A_wrong_answer_or_a_wrong_end_would_be_noticed()
    {
        Happened[] right = [new(new Act(0, "claim", 0, 0, 0, false), 0, 1, "ok"), new(new Act(1, "claim", 0, 0, 0, false), 2, 3, "already-claimed")];
        var reference = new Reference();
        foreach (var one in right) reference.Apply(one.Act);
        Assert.True(Explains(right, reference.State()));
        Assert.False(Explains([right[0], right[1] with { Outcome = "ok" }], reference.State()));
        Assert.False(Explains(right, new Reference().State()));
        // The second began after the first had ended: it cannot have gone before.
        Assert.False(Explains([right[0] with { Outcome = "already-claimed" }, right[1] with { Outcome = "ok" }], reference.State()));
    }

    private static List<Act> Acts(Random random) => [.. Enumerable.Range(0, 10).Select(number =>
    {
        var kind = Kinds[random.Next(Kinds.Length)];
        var amount = kind switch { "transfer" => random.Next(1, 6) * 100, "reverse" => random.Next(10), "cap" => random.Next(1, 4) * 100, _ => 0 };
        return new Act(number, kind, random.Next(Reference.People), random.Next(2), amount, Crash: random.Next(12) == 0);
    })];

    private static bool Explains(IReadOnlyList<Happened> happened, string end)
    {
        // What was rolled back had no effect and no answer.
        List<Happened> acts = [.. happened.Where(one => one.Outcome is not null)];
        var seen = new HashSet<(int, string)>();
        return Search(new Reference(), 0);

        bool Search(Reference state, int done)
        {
            if (done == (1 << acts.Count) - 1) return state.State() == end;
            if (!seen.Add((done, state.Memory()))) return false;
            var left = Enumerable.Range(0, acts.Count).Where(index => (done & (1 << index)) == 0).ToList();
            var earliestEnd = left.Min(index => acts[index].To);
            foreach (var index in left.Where(index => acts[index].From <= earliestEnd))
            {
                var after = state.Copy();
                if (after.Apply(acts[index].Act) == acts[index].Outcome && Search(after, done | (1 << index))) return true;
            }

            return false;
        }
    }
}
