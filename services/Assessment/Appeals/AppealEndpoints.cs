using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Assessment.Appeals;

public sealed record ListAppealsResponse(IReadOnlyList<AppealResponse> Appeals);

public sealed record ListRestingResponse(IReadOnlyList<RestingItem> Items);

internal static class AppealEndpoints
{
    internal static IEndpointRouteBuilder MapAppeals(this IEndpointRouteBuilder routes)
    {
        var appeals = routes.MapGroup("").WithTags("Appeals");
        appeals.MapPost("/scores/{scoreId:guid}/appeals", FileAppeal.First).WithName(nameof(FileAppeal));
        appeals.MapPost("/appeals/{appealId:guid}/second-instance", FileAppeal.Second).WithName("FileSecondAppeal");
        appeals.MapPost("/appeals/{appealId:guid}/answer", AnswerAppeal.Handle).WithName(nameof(AnswerAppeal));
        appeals.MapGet("/cycles/{cycleId:guid}/appeals", List).WithName("ListAppeals");
        appeals.MapGet("/cycles/{cycleId:guid}/resting", Rests).WithName("ListResting");
        return routes;
    }

    // Those in charge and the inspectors read all of a cycle's; everybody else their own.
    private static async Task<Results<Ok<ListAppealsResponse>, NotFound>> List(Guid cycleId, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Cycles.AsNoTracking().SingleOrDefaultAsync(row => row.Id == cycleId, ct) is not { } cycle) return TypedResults.NotFound();
        var all = InCharge.MayRead(caller, cycle.UnitPath);
        var rows = await db.Appeals.AsNoTracking().Where(row => row.CycleId == cycleId && (all || row.FiledBy == caller.Subject)).OrderBy(row => row.AnswerDue).ToListAsync(ct);
        return TypedResults.Ok(new ListAppealsResponse([.. rows.Select(row => FileAppeal.Describe(row, clock.GetUtcNow()))]));
    }

    private static async Task<Results<Ok<ListRestingResponse>, NotFound, ProblemHttpResult>> Rests(Guid cycleId, Caller caller, AssessmentDb db, CancellationToken ct)
    {
        if (await db.Cycles.AsNoTracking().SingleOrDefaultAsync(row => row.Id == cycleId, ct) is not { } cycle) return TypedResults.NotFound();
        if (!InCharge.MayRead(caller, cycle.UnitPath)) return InCharge.Refused.ToProblem();
        return TypedResults.Ok(new ListRestingResponse(await Resting.On(cycleId, db, ct)));
    }
}
