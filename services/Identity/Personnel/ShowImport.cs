using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.Personnel;

/// <param name="Notes">Of a bad row: column, chinese, english. Of another: column, from, to.</param>
public sealed record ImportRowResponse(int Line, string Number, string Act, JsonNode Cells, JsonNode Notes);

/// <param name="Next">Pass it as <c>after</c> for the next page; null on the last.</param>
public sealed record ImportRowsResponse(IReadOnlyList<ImportRowResponse> Rows, int? Next);

/// <summary>How far an import is, and how many rows do what.</summary>
internal static class ShowImport
{
    internal static async Task<Results<Ok<ImportResponse>, NotFound>> Handle(Guid id, Caller caller, IdentityDb db, CancellationToken ct) =>
        await SendPeople.Own(db, caller, id, ct) is { } import ? TypedResults.Ok(import.ToResponse()) : TypedResults.NotFound();
}

/// <summary>The diff, a page of rows at a time; every bad row with line and column.</summary>
internal static class ListImportRows
{
    private const int Page = 500;

    internal static async Task<Results<Ok<ImportRowsResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid id, Caller caller, IdentityDb db, CancellationToken ct, string? act = null, int after = 0)
    {
        if (act is not (null or ImportActs.Bad or ImportActs.Join or ImportActs.Move or ImportActs.Change or ImportActs.Leave or ImportActs.Same))
            return ProblemTypes.Invalid(("act", "没有这种结果。", "There is no such act."));
        if (await SendPeople.Own(db, caller, id, ct) is null) return TypedResults.NotFound();
        var rows = await db.ImportRows.AsNoTracking().Where(row => row.ImportId == id && row.Line > after && (act == null || row.Act == act))
            .OrderBy(row => row.Line).Take(Page + 1).ToListAsync(ct);
        return TypedResults.Ok(new ImportRowsResponse(
            [.. rows.Take(Page).Select(row => new ImportRowResponse(row.Line, row.Number, row.Act, JsonNode.Parse(row.Cells)!, JsonNode.Parse(row.Notes)!))],
            rows.Count > Page ? rows[Page - 1].Line : null));
    }
}
