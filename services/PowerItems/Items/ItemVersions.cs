using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Items;

public sealed record ListVersionsResponse(IReadOnlyList<ShownVersion> Versions);

/// <param name="State">Draft, Scheduled, InForce or Retired.</param>
public sealed record ShownVersion(int Version, string State, DateTimeOffset? InForceFrom, DateTimeOffset? InForceTo);

internal static class ListVersions
{
    internal static async Task<Results<Ok<ListVersionsResponse>, NotFound>> Handle(string code, PowerItemsDb db, TimeProvider clock, CancellationToken ct)
    {
        var versions = await db.Items.AsNoTracking().Where(item => item.Code == code).OrderBy(item => item.Number).ToListAsync(ct);
        if (versions.Count == 0) return TypedResults.NotFound();
        return TypedResults.Ok(new ListVersionsResponse([.. versions.Select(item => new ShownVersion(item.Number, item.StateAt(clock.GetUtcNow()), item.InForceFrom, item.InForceTo))]));
    }
}

public sealed record DiffVersionsResponse(string Code, int From, int To, IReadOnlyList<ItemChange> Changes);

internal static class DiffVersions
{
    internal static async Task<Results<Ok<DiffVersionsResponse>, NotFound>> Handle(string code, int from, int to, PowerItemsDb db, CancellationToken ct)
    {
        var found = await db.Items.AsNoTracking().Where(item => item.Code == code && (item.Number == from || item.Number == to)).ToDictionaryAsync(item => item.Number, ct);
        return found.TryGetValue(from, out var before) && found.TryGetValue(to, out var after)
            ? TypedResults.Ok(new DiffVersionsResponse(code, from, to, ItemDiff.Of(before.Definition, after.Definition)))
            : TypedResults.NotFound();
    }
}

/// <param name="InForceFrom">When the version takes over from the one before; now when null.</param>
public sealed record PublishVersionRequest([Required] int? Version, DateTimeOffset? InForceFrom = null);

internal static class PublishVersion
{
    /// <summary>A draft comes into force on its day. Cases that run keep the version that they were opened with.</summary>
    internal static async Task<Results<Ok<ShownVersion>, NotFound, ProblemHttpResult>> Handle(
        string code, PublishVersionRequest request, Caller caller, PowerItemsDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!caller.IsGroupManager()) return ItemRefusals.NotGroupManager.ToProblem();
        var now = clock.GetUtcNow();
        var versions = await db.Items.FromSql($"SELECT * FROM item_versions WHERE code = {code} FOR UPDATE").ToListAsync(ct);
        if (versions.FirstOrDefault(item => item.Number == request.Version) is not { } draft) return TypedResults.NotFound();
        var from = request.InForceFrom?.ToUniversalTime() ?? now;
        if (draft.Publish(from, now, versions.FirstOrDefault(item => item.InForceFrom is not null && item.InForceTo is null)) is { } refusal) return refusal.ToProblem();
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new ShownVersion(draft.Number, draft.StateAt(now), draft.InForceFrom, draft.InForceTo));
    }
}

/// <param name="InForceTo">From then on no case of it is opened; now when null.</param>
public sealed record RetireItemRequest([Required] int? Version, DateTimeOffset? InForceTo = null);

internal static class RetireItem
{
    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(
        string code, RetireItemRequest request, Caller caller, PowerItemsDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!caller.IsGroupManager()) return ItemRefusals.NotGroupManager.ToProblem();
        if (await db.Items.FirstOrDefaultAsync(item => item.Code == code && item.Number == request.Version, ct) is not { } version) return TypedResults.NotFound();
        var now = clock.GetUtcNow();
        if (version.Retire(request.InForceTo?.ToUniversalTime() ?? now, now) is { } refusal) return refusal.ToProblem();
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
