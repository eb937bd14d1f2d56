using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.PowerItems.Supervision;

public sealed record ProposeChangesResponse(DateTimeOffset From, IReadOnlyList<ChangeProposal> Proposals);

/// <summary>An item to look at (整理优化), with the figures that say so. A person decides.</summary>
/// <param name="Kind">Merge, Shorten, Abolish or Clarify.</param>
/// <param name="Items">The item, or the items that are alike.</param>
/// <param name="Cases">Cases that the figures rest on.</param>
/// <param name="P90Hours">Null when nothing was measured.</param>
/// <param name="ReturnShare">Returns a case; null when there was none.</param>
public sealed record ChangeProposal(
    string Kind, IReadOnlyList<string> Items, string Reason, string ReasonEn, long Cases, double? MedianHours, double? P90Hours, double? ReturnShare);

internal static class ProposeChanges
{
    internal static async Task<Ok<ProposeChangesResponse>> Handle(
        Caller caller, PowerItemsDb db, TimeProvider clock, CancellationToken ct, DateTimeOffset? from = null)
    {
        var (units, now, since) = (caller.Inspected(), clock.GetUtcNow(), (from ?? clock.GetUtcNow().AddYears(-1)).ToUniversalTime());
        var items = await db.Items.InForceAt(now).OrderBy(item => item.Code).ToListAsync(ct);
        var times = (await db.TurnaroundOf("item", units, since, now, ct)).ToDictionary(row => row.Key);
        var returns = (await db.ReturnsOf("item", units, since, now, ct)).ToDictionary(row => row.Key);
        return TypedResults.Ok(new ProposeChangesResponse(since, ProposalRules.Of([.. items.Select(item => new MeasuredItem(
            item.Definition, item.Domain, item.InForceFrom <= since, times.GetValueOrDefault(item.Code), returns.GetValueOrDefault(item.Code)))])));
    }
}

/// <param name="WholeTime">In force during the whole time that was measured.</param>
internal sealed record MeasuredItem(PowerItem Item, string Domain, bool WholeTime, Turnaround? Time, ReturnCount? Returns)
{
    internal double? ReturnShare => Returns is { Cases: > 0 } ? (double)Returns.Returns / Returns.Cases : null;
}
