using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Forms;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Ledger;
using Ronghe.PowerItems.Splitting;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Acts;

/// <summary>The one door through which requests act on a case that exists: who, when, what is looked up, what is saved and said.</summary>
internal sealed class ActDoor(ActWorlds worlds, SplittingRadar radar, TimeProvider clock)
{
    /// <summary>An act of the caller, now.</summary>
    internal IntendedAct Intend(ActKind kind, Caller caller, long? version) =>
        new(kind, new ActActor(caller.Kind, caller.Subject, caller.IsPerson ? caller.PersonId : null), ActTime.Now(clock), version);

    /// <summary>Takes the act, saves and publishes. Nothing is saved when refused.</summary>
    internal async Task<(Refusal? Refusal, ActReceipt? Receipt)> Take(PowerItemsDb db, PowerCase powerCase, IntendedAct act, CancellationToken ct)
    {
        var (refusal, recorded) = await worlds.Take(db, powerCase, act, ct);
        if (refusal is not null) return (refusal, null);
        await db.SaveAndPublishAsync(recorded!.Events, ct);
        return (null, recorded.Receipt);
    }

    /// <summary>Takes the act on one of several cases; whoever calls saves them together.</summary>
    internal Task<(Refusal? Refusal, Recorded? Recorded)> TakeWithoutSaving(PowerItemsDb db, PowerCase powerCase, IntendedAct act, CancellationToken ct) =>
        worlds.Take(db, powerCase, act, ct);

    /// <summary>What the case together with others exceeds; null when nothing, or when it can have no tier above its own.</summary>
    internal async Task<SplittingFinding?> Splitting(PowerItemsDb db, PowerCase powerCase, CancellationToken ct) =>
        powerCase.Tier?.UpTo is null ? null : await radar.Find(db, powerCase, await Definition(db, powerCase, ct), ct);

    /// <summary>What is wrong with fields that a step fills, by the item's own rules.</summary>
    internal static async Task<(string Field, string Chinese, string English)[]> FaultsOf(
        PowerItemsDb db, PowerCase powerCase, Dictionary<string, JsonElement>? fields, CancellationToken ct)
    {
        if (fields is null || fields.Count == 0) return [];
        var all = (await Definition(db, powerCase, ct)).Form;
        var filled = all.Where(field => fields.ContainsKey(field.Name)).ToList();
        return [.. FormRules.Check(filled, fields, await FormDirectories.Load(filled, fields, db, ct)).Select(error => ($"fields.{error.Field}", error.Zh, error.En))];
    }

    /// <summary>The item as the case was opened with it.</summary>
    internal static async Task<PowerItem> Definition(PowerItemsDb db, PowerCase powerCase, CancellationToken ct)
    {
        var (code, number) = (powerCase.ItemCode, powerCase.ItemVersion);
        return (await db.Items.AsNoTracking().FirstAsync(item => item.Code == code && item.Number == number, ct)).Definition;
    }

    /// <summary>The amounts by which others find the case again, after it was handed in anew.</summary>
    internal async Task RenewSums(PowerItemsDb db, PowerCase powerCase, PowerItem item, CancellationToken ct)
    {
        var id = powerCase.Id;
        await db.Sums.Where(sum => sum.CaseId == id).ExecuteDeleteAsync(ct);
        db.AddRange(radar.SumsOf(powerCase, item));
        await db.SaveChangesAsync(ct);
    }
}
