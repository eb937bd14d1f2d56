using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ronghe.Assessment.Cycles;

public sealed record ListCyclesResponse(IReadOnlyList<CycleResponse> Cycles);

internal static class ListCycles
{
    internal static async Task<Ok<ListCyclesResponse>> Handle(AssessmentDb db, CancellationToken ct)
    {
        var rows = await db.Cycles.AsNoTracking().OrderByDescending(cycle => cycle.ToDay).ThenByDescending(cycle => cycle.Id).Take(500).ToListAsync(ct);
        return TypedResults.Ok(new ListCyclesResponse([.. rows.Select(OpenCycle.Describe)]));
    }

    internal static async Task<Results<Ok<CycleResponse>, NotFound>> One(Guid cycleId, AssessmentDb db, CancellationToken ct) =>
        await db.Cycles.AsNoTracking().SingleOrDefaultAsync(cycle => cycle.Id == cycleId, ct) is { } cycle
            ? TypedResults.Ok(OpenCycle.Describe(cycle))
            : TypedResults.NotFound();
}
