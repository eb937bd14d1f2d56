using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Learning.Assignments;

internal static class CloseAssignment
{
    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(Guid assignmentId, Caller caller, LearningDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Assignments.SingleOrDefaultAsync(row => row.Id == assignmentId, ct) is not { } assignment) return TypedResults.NotFound();
        if (!caller.Organises(assignment.UnitPath)) return Organisers.NotYours.ToProblem();
        if (assignment.ClosedAt is not null) return TypedResults.NoContent();
        assignment.ClosedAt = clock.GetUtcNow();
        assignment.Version++;
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
