using System.Text.Json;
using Ronghe.PowerItems.Assignees;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;

namespace Ronghe.Bench.Ledger;

/// <summary>A case of a plausible size.</summary>
internal static class Samples
{
    internal const string Opinion = "材料齐全，金额与方案一致，已核对花名册，同意按程序办理。";
    private const string Unit = "G/B01/";
    private static readonly Guid Person = Guid.CreateVersion7();
    private static readonly PostHolders Holders = new([new PostHolder(Person, "UnionOfficer", Unit)]);

    internal static PowerItem Item { get; } = new(
        "BEN-01", "Bench", "节日慰问", "Festival gifts", [UnitLevel.Bureau], ItemNature.Decide, RiskGrade.Low, [], [], [], [],
        [.. Enumerable.Range(1, 5).Select(number => new ItemStep($"check{number}", "审核", "Check", StepKind.Single, ["UnionOfficer"], UnitRelation.Own))], [], []);

    internal static PowerCase Open()
    {
        var form = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{ "amount": 20000.50, "headcount": 40, "festival": "SpringFestival", "note": "按方案发放米面油各一份" }""")!;
        var refusal = PowerCase.Open(
            new CaseOpening(Item, 1, "BEN", Unit, "2027年春节慰问", form, [new CaseMaterial("plan", "方案.docx")], null, null,
                new CaseInitiator("client", "bench", null), TimeProvider.System.GetUtcNow(), null),
            Holders, out var powerCase, out _);
        return refusal is null ? powerCase : throw new InvalidOperationException(refusal.English);
    }

    /// <summary>The officer approves the active step.</summary>
    internal static CaseAct Decide(PowerCase powerCase)
    {
        var step = powerCase.Steps.First(one => one.State == StepState.Active);
        var act = new StepAct(Person, step.Id, StepDecision.Approve, Opinion, TimeProvider.System.GetUtcNow());
        var refusal = powerCase.Decide(act, powerCase.Version, Holders, out _);
        return refusal is null ? CaseAct.OfDecision(powerCase, act, null) : throw new InvalidOperationException(refusal.English);
    }
}
