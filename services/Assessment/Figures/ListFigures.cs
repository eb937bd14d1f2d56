using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ronghe.Assessment.Figures;

/// <param name="ToldBy">Client or person who told it.</param>
public sealed record FigureVersionResponse(
    Guid FactId, string Series, string Key, long FactVersion, string UnitPath, DateOnly OnDay, decimal? Value, string ToldBy, DateTimeOffset ToldAt, string? Reason);

public sealed record ListFiguresResponse(int Page, bool HasMore, IReadOnlyList<FigureVersionResponse> Figures);

public sealed record ListFiguresQuery(
    [property: Required, StringLength(60)] string? Series, [property: StringLength(60)] string? Key, [property: Range(1, 100_000)] int? Page);

/// <summary>Every version of the figures of a series in the caller's units, with who and when; newest first.</summary>
internal static class ListFigures
{
    private const int PageSize = 100;

    internal static async Task<Ok<ListFiguresResponse>> Handle([AsParameters] ListFiguresQuery query, AssessmentDb db, CancellationToken ct)
    {
        var page = query.Page ?? 1;
        var rows = await db.Facts.AsNoTracking().Where(fact => fact.Series == query.Series && fact.PersonId == null && (query.Key == null || fact.Key == query.Key))
            .OrderByDescending(fact => fact.ToldAt).ThenByDescending(fact => fact.Id)
            .Skip((page - 1) * PageSize).Take(PageSize + 1)
            .Select(fact => new FigureVersionResponse(fact.Id, fact.Series, fact.Key, fact.Version, fact.UnitPath, fact.OnDay, fact.Value, fact.ToldBy, fact.ToldAt, fact.Reason))
            .ToListAsync(ct);
        return TypedResults.Ok(new ListFiguresResponse(page, rows.Count > PageSize, [.. rows.Take(PageSize)]));
    }
}
