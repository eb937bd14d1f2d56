using System.Text.Json;
using Ronghe.PowerItems.Assignees;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Tests.Cases;

/// <summary>A small organisation and a small item, to try one rule at a time.</summary>
internal sealed class Organisation
{
    internal static readonly DateTimeOffset Monday = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);

    private readonly List<PostHolder> holders = [];

    internal PostHolders Holders => new(holders);

    internal DateTimeOffset Now { get; set; } = Monday;

    internal Guid Holds(string post, string unitPath = Seeds.Farm, Guid? person = null)
    {
        var holder = new PostHolder(person ?? Guid.CreateVersion7(), post, unitPath);
        holders.Add(holder);
        return holder.PersonId;
    }

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

    internal string? TryOpen(PowerItem item, Guid? initiator, out PowerCase powerCase) => PowerCase.Open(
        new CaseOpening(item, 1, "TST", Seeds.Farm, "试验", new Dictionary<string, JsonElement>(), [], null, null,
            initiator is { } person ? new CaseInitiator("person", person.ToString(), person) : new CaseInitiator("client", "subsidiary-b01", null),
            Now, null),
        Holders, out powerCase, out _)?.Type;

    /// <summary>Decides the active step; answers the problem type of the refusal, or null.</summary>
    internal string? Decide(PowerCase powerCase, Guid person, StepDecision decision = StepDecision.Approve, long? version = null) =>
        Decide(powerCase, person, decision, version, out _);

    internal string? Decide(PowerCase powerCase, Guid person, StepDecision decision, long? version, out IReadOnlyList<object> events)
    {
        var step = powerCase.Steps.FirstOrDefault(candidate => candidate.State == StepState.Active) ?? powerCase.Steps[^1];
        return powerCase.Decide(
            new StepAct(person, step.Id, decision, "同意", Now), version ?? powerCase.Version, Holders, out events)?.Type;
    }
}
