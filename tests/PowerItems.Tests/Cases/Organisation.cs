using System.Text.Json;
using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Assignees;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Calendars;

namespace Ronghe.PowerItems.Tests.Cases;

/// <summary>A small organisation and a small item, to try one rule at a time.</summary>
internal sealed class Organisation
{
    internal static readonly DateTimeOffset Monday = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);

    internal static readonly WorkingCalendar Calendar = WorkingCalendar.Read(Seeds.Folder);

    private readonly List<PostHolder> holders = [];
    private readonly Dictionary<Guid, CaseOpening> openings = [];

    internal Dictionary<Guid, Guid> Proxies { get; } = [];

    /// <summary>Every act that was accepted, case by case.</summary>
    internal Dictionary<Guid, List<CaseAct>> Acts { get; } = [];

    internal ActWorld World => new(new PostHolders(holders), new StandingProxies(Proxies), new SupervisionLine(["Supervisor"]), Calendar);

    internal DateTimeOffset Now { get; set; } = Monday;

    internal Guid Holds(string post, string unitPath = Seeds.Farm, Guid? person = null)
    {
        var holder = new PostHolder(person ?? Guid.CreateVersion7(), post, unitPath);
        holders.Add(holder);
        return holder.PersonId;
    }

    internal void Leaves(Guid person) => holders.RemoveAll(holder => holder.PersonId == person);

    internal static ItemStep Step(StepKind kind, params string[] posts) => new(
        $"{kind}{string.Concat(posts)}", "步骤", "Step", kind, posts, UnitRelation.Own,
        Body: kind == StepKind.Collective ? DecisionBody.Board : null, NoticeDays: kind == StepKind.PublicNotice ? 5 : null);

    internal static PowerItem Item(params ItemStep[] steps) => new(
        "TST-01", "Trial", "试验事项", "Trial", [UnitLevel.Farm], ItemNature.Decide, RiskGrade.Low, [], [], [], [], steps, [], []);

    internal PowerCase Open(PowerItem item, Guid? initiator = null)
    {
        Assert.Null(TryOpen(item, initiator, out var powerCase));
        return powerCase;
    }

    internal string? TryOpen(PowerItem item, Guid? initiator, out PowerCase powerCase)
    {
        var opening = new CaseOpening(item, 1, "TST", Seeds.Farm, "试验", new Dictionary<string, JsonElement>(), [], null, null,
            initiator is { } person ? new CaseInitiator("person", person.ToString(), person) : new CaseInitiator("client", "subsidiary-b01", null),
            Now, null);
        var refusal = PowerCase.Open(opening, World, out powerCase, out var taken);
        if (refusal is null) (openings[powerCase.Id], Acts[powerCase.Id]) = (opening, [taken.Act]);
        return refusal?.Type;
    }

    /// <summary>Decides the active step; answers the problem type of the refusal, or null.</summary>
    internal string? Decide(PowerCase powerCase, Guid person, StepDecision decision = StepDecision.Approve, long? version = null) =>
        Decide(powerCase, person, decision, version, out _);

    internal string? Decide(PowerCase powerCase, Guid person, StepDecision decision, long? version, out IReadOnlyList<object> events) =>
        Act(powerCase, decision == StepDecision.Approve ? ActKind.Approve : ActKind.Reject, person, act => act with { Opinion = "同意" }, version, out events);

    /// <summary>Acts on the active step, or on the last one of a closed case.</summary>
    internal string? Act(PowerCase powerCase, ActKind kind, Guid person, Func<IntendedAct, IntendedAct>? with = null) => Act(powerCase, kind, person, with, null, out _);

    internal string? Act(PowerCase powerCase, ActKind kind, Guid person, Func<IntendedAct, IntendedAct>? with, long? version, out IReadOnlyList<object> events)
    {
        var onCase = kind.IsInitiators() || kind is ActKind.Comment or ActKind.Urge or ActKind.Copy or ActKind.Read or ActKind.Attach;
        var step = kind == ActKind.Retake ? powerCase.Last?.StepId : (powerCase.ActiveStep ?? powerCase.Steps[^1]).Id;
        var act = new IntendedAct(kind, ActActor.Of(person), Now, version ?? powerCase.Version) { StepId = onCase ? null : step };
        return Take(powerCase, with is null ? act : with(act), out events);
    }

    internal string? Take(PowerCase powerCase, IntendedAct act, out IReadOnlyList<object> events)
    {
        var before = Snapshots.Of(powerCase);
        var refusal = powerCase.Take(act, World, out var taken);
        events = taken?.Events ?? [];
        if (refusal is null) Acts[powerCase.Id].Add(taken!.Act);
        else Assert.Equal(before, Snapshots.Of(powerCase)); // a refusal changes nothing, whatever it is about
        return refusal?.Type;
    }

    /// <summary>The case as its acts make it, in an organisation that has forgotten everything.</summary>
    internal PowerCase Replay(PowerCase powerCase) => PowerCase.Replay(openings[powerCase.Id], powerCase.Id, Acts[powerCase.Id]);
}

/// <summary>Everything that is stored of a case, as text.</summary>
internal static class Snapshots
{
    internal static string Of(PowerCase powerCase) => JsonSerializer.Serialize(
        typeof(PowerCase).GetProperties().Where(property => property.Name is not ("Salt" or "LastLeaf")).OrderBy(property => property.Name)
            .ToDictionary(property => property.Name, property => property.GetValue(powerCase)),
        Ronghe.PowerItems.Database.StoredJson.Options);
}
