using Ronghe.PowerItems.Assignees;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger;
using Ronghe.PowerItems.Proxies;
using Ronghe.PowerItems.Splitting;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Acts;

/// <summary>Takes acts on stored cases: looks up what an act needs to know, takes it, records it in the ledger.</summary>
internal sealed class ActWorlds(SupervisionLine supervision, WorkingCalendar calendar, ActLedger ledger)
{
    internal WorkingCalendar Calendar => calendar;

    /// <summary>Opens a case and adds it to what is saved.</summary>
    internal async Task<(Refusal? Refusal, PowerCase Case, Recorded? Recorded)> Open(PowerItemsDb db, CaseOpening opening, CancellationToken ct)
    {
        var posts = opening.Item.Steps.SelectMany(step => step.Posts);
        var world = await World(db, posts, opening.UnitPath, opening.At, ct);
        if (PowerCase.Open(opening, world, out var powerCase, out var taken) is { Type: CaseRefusals.NobodyToDecide })
        {
            world = await World(db, posts.Concat(supervision.Posts), opening.UnitPath, opening.At, ct);
        }
        else if (taken is not null)
        {
            return (null, powerCase, Record(db, powerCase, taken, null));
        }

        var refusal = PowerCase.Open(opening, world, out powerCase, out taken);
        return (refusal, powerCase, refusal is null ? Record(db, powerCase, taken, null) : null);
    }

    /// <summary>Takes an act on a loaded case and adds its row to what is saved.</summary>
    internal async Task<(Refusal? Refusal, Recorded? Recorded)> Take(PowerItemsDb db, PowerCase powerCase, IntendedAct act, CancellationToken ct)
    {
        var posts = Posts(powerCase, act);
        if (act.Kind == ActKind.Alert) posts = [.. posts, .. supervision.Posts];
        var refusal = powerCase.Take(act, await World(db, posts, powerCase.UnitPath, act.At, ct), out var taken);
        // Supervisors are looked up only when somebody is missing, which is rare.
        if (refusal?.Type == CaseRefusals.NobodyToDecide)
            refusal = powerCase.Take(act, await World(db, [.. posts, .. supervision.Posts], powerCase.UnitPath, act.At, ct), out taken);
        if (refusal is not null) return (refusal, null);
        if (!powerCase.IsOpen) await db.CloseSums(powerCase, ct);
        return (null, Record(db, powerCase, taken, act.Opinion));
    }

    private Recorded Record(PowerItemsDb db, PowerCase powerCase, Taken taken, string? opinion) =>
        new(ledger.Record(db, powerCase, taken.Act, opinion), taken.Act, taken.Events);

    private async Task<ActWorld> World(PowerItemsDb db, IEnumerable<string> posts, string unitPath, DateTimeOffset at, CancellationToken ct)
    {
        var wanted = posts.Distinct().ToList();
        if (wanted.Count == 0) return new ActWorld(new PostHolders([]), StandingProxies.None, supervision, calendar);
        return new ActWorld(await db.HoldersOf(wanted, unitPath, ct), await db.ProxiesAt(at, ct), supervision, calendar);
    }

    // Posts of the steps that the act may begin.
    private static List<string> Posts(PowerCase powerCase, IntendedAct act) => act.Kind switch
    {
        ActKind.Approve or ActKind.ReplyOutside or ActKind.Resolve => [.. powerCase.NextStep?.Plan.Posts ?? []],
        ActKind.Return => [.. powerCase.Steps.Where(step => step.State == StepState.Approved).SelectMany(step => step.Plan.Posts)],
        ActKind.Resubmit => [.. powerCase.Steps.SelectMany(step => step.Plan.Posts)],
        _ => [],
    };
}

/// <summary>An act in the ledger, and what is still to be published with it.</summary>
internal sealed record Recorded(ActReceipt Receipt, CaseAct Act, IReadOnlyList<object> Events);
