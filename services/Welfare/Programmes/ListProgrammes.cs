using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Welfare.Programmes;

public sealed record ListProgrammesResponse(int Page, bool HasMore, IReadOnlyList<ProgrammeResponse> Programmes);

internal static class ListProgrammes
{
    private const int PageSize = 50;

    internal static async Task<Ok<ListProgrammesResponse>> Handle(
        Caller caller, WelfareDb db, CancellationToken ct,
        [AllowedValues(null, ProgrammeStates.AwaitingAuthority, ProgrammeStates.Published, ProgrammeStates.Refused,
            ProgrammeStates.Draft, ProgrammeStates.Running, ProgrammeStates.Settled, ProgrammeStates.MadePublic)] string? state = null,
        [Range(1, 100_000)] int page = 1)
    {
        var rows = await db.Programmes.AsNoTracking().VisibleTo(caller)
            .Where(programme => state == null || programme.State == state)
            .OrderByDescending(programme => programme.CreatedAt).ThenByDescending(programme => programme.Id)
            .Skip((page - 1) * PageSize).Take(PageSize + 1)
            .ToListAsync(ct);
        return TypedResults.Ok(new ListProgrammesResponse(page, rows.Count > PageSize, [.. rows.Take(PageSize).Select(ReadProgramme.Describe)]));
    }
}
