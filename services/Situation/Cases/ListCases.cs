using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.Situation.Counts;

namespace Ronghe.Situation.Cases;

public sealed record SituationCase(
    Guid CaseId, string ItemCode, string Domain, string UnitPath, string State, DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt);

public sealed record ListSituationCasesResponse(string Scope, string Figure, int Page, bool HasMore, IReadOnlyList<SituationCase> Cases);

// On the property: ASP.NET Core's OpenAPI cannot read attributes of a constructor parameter that is bound with AsParameters.
public sealed record ListSituationCasesQuery(
    [property: StringLength(400)] string? Unit,
    [property: Required, AllowedValues("opened", "running", "approved", "rejected")] string? Figure,
    [property: StringLength(20)] string? Domain,
    [property: Range(1, 100_000)] int? Page);

/// <summary>The cases behind a figure of the wall.</summary>
internal static class ListCases
{
    private const int PageSize = 50;

    internal static async Task<Results<Ok<ListSituationCasesResponse>, ProblemHttpResult>> Handle(
        [AsParameters] ListSituationCasesQuery query, Caller caller, SituationDb db, CancellationToken ct)
    {
        var scope = query.Unit ?? caller.UnitPath;
        if (ScopeRights.RefuseCases(scope, caller) is { } refusal) return refusal;

        var (state, page) = (StateOf(query.Figure!), query.Page ?? 1);
        var rows = await db.Cases.AsNoTracking()
            .Where(row => row.UnitPath.StartsWith(scope))
            .Where(row => state == null || row.State == state)
            .Where(row => query.Domain == null || row.Domain == query.Domain)
            .OrderByDescending(row => row.OpenedAt).ThenByDescending(row => row.CaseId)
            .Skip((page - 1) * PageSize).Take(PageSize + 1)
            .Select(row => new SituationCase(row.CaseId, row.ItemCode, row.Domain, row.UnitPath, row.State, row.OpenedAt, row.ClosedAt))
            .ToListAsync(ct);
        return TypedResults.Ok(new ListSituationCasesResponse(scope, query.Figure!, page, rows.Count > PageSize, [.. rows.Take(PageSize)]));
    }

    private static string? StateOf(string figure) => figure switch
    {
        "running" => CaseRow.Running,
        "approved" => CaseRow.Approved,
        "rejected" => CaseRow.Rejected,
        _ => null,
    };
}
