using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.PowerItems.Cases;

/// <param name="More">True when there is a next page.</param>
public sealed record ListCasesResponse(IReadOnlyList<ListedCase> Items, int Page, int Size, bool More);

public sealed record ListedCase(
    Guid CaseId,
    string ItemCode,
    string ItemName,
    string ItemNameEn,
    string Domain,
    string Title,
    string UnitPath,
    string UnitName,
    string UnitNameEn,
    CaseState State,
    long CaseVersion,
    DateTimeOffset OpenedAt,
    DateTimeOffset? DueAt,
    DateTimeOffset? ClosedAt);

internal static class ListCases
{
    /// <summary>The cases that the caller may see, newest first.</summary>
    /// <param name="unit">Only cases of units whose path starts with this.</param>
    internal static async Task<Ok<ListCasesResponse>> Handle(
        Caller caller,
        PowerItemsDb db,
        CancellationToken ct,
        CaseState? state = null,
        [StringLength(20)] string? itemCode = null,
        [StringLength(200)] string? unit = null,
        [Range(1, 100_000)] int page = 1,
        [Range(1, 100)] int size = 20)
    {
        var found = await db.Cases.AsNoTracking().VisibleTo(caller)
            .Where(one => (state == null || one.State == state)
                && (itemCode == null || one.ItemCode == itemCode)
                && (unit == null || one.UnitPath.StartsWith(unit)))
            .OrderByDescending(one => one.Id)
            .Skip((page - 1) * size).Take(size + 1)
            .Join(db.Set<UnitCopy>(), one => one.UnitPath, copy => copy.Path, (one, copy) => new ListedCase(
                one.Id, one.ItemCode, one.ItemName, one.ItemNameEn, one.Domain, one.Title, one.UnitPath, copy.Name, copy.NameEn,
                one.State, one.Version, one.OpenedAt, one.DueAt, one.ClosedAt))
            .ToListAsync(ct);
        return TypedResults.Ok(new ListCasesResponse([.. found.OrderByDescending(one => one.CaseId).Take(size)], page, size, found.Count > size));
    }
}
