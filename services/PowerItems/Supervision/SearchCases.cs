using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Database;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.PowerItems.Supervision;

/// <summary>Exact filters; each that is null lets everything pass.</summary>
/// <param name="Unit">Units whose path begins with this.</param>
/// <param name="Participant">Who opened the case or was ever assigned to it.</param>
/// <param name="Due">Overdue: the active step's limit has run out. Near: it runs out within <paramref name="NearHours"/>.</param>
// On the property: ASP.NET Core's OpenAPI cannot read attributes of a constructor parameter that is bound with AsParameters.
public sealed record CaseFilter(
    [property: StringLength(20)] string? ItemCode = null,
    [property: StringLength(10)] string? Domain = null,
    [property: StringLength(200)] string? Unit = null,
    CaseState? State = null,
    [property: StringLength(60)] string? Participant = null,
    DateTimeOffset? OpenedFrom = null,
    DateTimeOffset? OpenedBefore = null,
    [property: AllowedValues("Overdue", "Near", null)] string? Due = null,
    [property: Range(1, 720)] int NearHours = 48);

/// <param name="Next">Give it as <c>after</c> for the next page; null on the last.</param>
public sealed record SearchCasesResponse(IReadOnlyList<SupervisedCase> Items, Guid? Next);

public sealed record SupervisedCase(
    Guid CaseId, string ItemCode, string ItemName, string ItemNameEn, string Domain, string Title, string UnitPath, CaseState State,
    DateTimeOffset OpenedAt, DateTimeOffset? DueAt, DateTimeOffset? ClosedAt, bool Overdue);

internal static class SearchCases
{
    /// <summary>Newest first. Pages are cut by id: a case that is opened meanwhile shifts nothing.</summary>
    /// <param name="after">Id of the last case of the page before.</param>
    internal static async Task<Ok<SearchCasesResponse>> Handle(
        [AsParameters] CaseFilter filter, Caller caller, PowerItemsDb db, TimeProvider clock, CancellationToken ct,
        Guid? after = null, [Range(1, 500)] int size = 50)
    {
        var found = await db.Cases.AsNoTracking().Matching(filter, caller, clock.GetUtcNow())
            .Where(one => after == null || one.Id < after)
            .OrderByDescending(one => one.Id).Take(size + 1).Shown(clock.GetUtcNow()).ToListAsync(ct);
        return TypedResults.Ok(new SearchCasesResponse([.. found.Take(size)], found.Count > size ? found[size - 1].CaseId : null));
    }

    internal static IQueryable<PowerCase> Matching(this IQueryable<PowerCase> cases, CaseFilter filter, Caller caller, DateTimeOffset now)
    {
        var prefixes = caller.Inspected().Select(unit => unit + "%").ToArray();
        var near = now.AddHours(filter.NearHours);
        return cases.Where(one => prefixes.Any(prefix => EF.Functions.Like(one.UnitPath, prefix))
            && (filter.ItemCode == null || one.ItemCode == filter.ItemCode)
            && (filter.Domain == null || one.Domain == filter.Domain)
            && (filter.Unit == null || one.UnitPath.StartsWith(filter.Unit))
            && (filter.State == null || one.State == filter.State)
            && (filter.Participant == null || one.Participants.Contains(filter.Participant))
            && (filter.OpenedFrom == null || one.OpenedAt >= filter.OpenedFrom)
            && (filter.OpenedBefore == null || one.OpenedAt < filter.OpenedBefore)
            && (filter.Due == null || (one.State == CaseState.Running && (filter.Due == "Overdue" ? one.DueAt < now : one.DueAt >= now && one.DueAt < near))));
    }

    internal static IQueryable<SupervisedCase> Shown(this IQueryable<PowerCase> cases, DateTimeOffset now) => cases.Select(one => new SupervisedCase(
        one.Id, one.ItemCode, one.ItemName, one.ItemNameEn, one.Domain, one.Title, one.UnitPath, one.State, one.OpenedAt, one.DueAt, one.ClosedAt,
        one.State == CaseState.Running && one.DueAt < now));
}
