using System.Text.Json;
using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Assignees;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.Testing;

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

    private static readonly ActWorld World = new(Holders, new StandingProxies(new Dictionary<Guid, Guid>()), new SupervisionLine([]), WorkingCalendar.Read(Path.Combine(Checkout.Root, "seeds")));

    internal static (PowerCase Case, CaseAct Act) Open()
    {
        var form = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{ "amount": 20000.50, "headcount": 40, "festival": "SpringFestival", "note": "按方案发放米面油各一份" }""")!;
        var opening = new CaseOpening(Item, 1, "BEN", Unit, "2027年春节慰问", form, [new CaseMaterial("plan", "方案.docx")], null, null,
            new CaseInitiator("client", "bench", null), TimeProvider.System.GetUtcNow(), null);
        var refusal = PowerCase.Open(opening, World, out var powerCase, out var taken);
        return refusal is null ? (powerCase, taken.Act) : throw new InvalidOperationException(refusal.English);
    }

    /// <summary>The officer approves the active step.</summary>
    internal static CaseAct Decide(PowerCase powerCase)
    {
        var act = new IntendedAct(ActKind.Approve, ActActor.Of(Person), TimeProvider.System.GetUtcNow(), powerCase.Version)
        {
            StepId = powerCase.ActiveStep!.Id,
            Opinion = Opinion,
        };
        var refusal = powerCase.Take(act, World, out var taken);
        return refusal is null ? taken.Act : throw new InvalidOperationException(refusal.English);
    }
}
