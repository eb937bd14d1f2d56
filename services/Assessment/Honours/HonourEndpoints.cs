using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Assessment.Honours;

internal static class HonourEndpoints
{
    internal static IEndpointRouteBuilder MapHonours(this IEndpointRouteBuilder routes)
    {
        var honours = routes.MapGroup("/honours").WithTags("Honours");
        honours.MapPost("/", ProposeHonour.Handle).WithName(nameof(ProposeHonour));
        honours.MapGet("/{honourId:guid}", Read).WithName("ReadHonour");
        return routes;
    }

    private static async Task<Results<Ok<HonourResponse>, NotFound>> Read(Guid honourId, Caller caller, AssessmentDb db, CancellationToken ct) =>
        await db.Honours.AsNoTracking().SingleOrDefaultAsync(row => row.Id == honourId, ct) is { } honour
            && (honour.Kind == "Honour" || honour.PersonId == caller.PersonId || InCharge.MayRead(caller, honour.UnitPath))
            ? TypedResults.Ok(ProposeHonour.Describe(honour))
            : TypedResults.NotFound();
}
