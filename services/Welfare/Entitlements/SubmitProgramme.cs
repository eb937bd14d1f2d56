using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.Welfare.Programmes;

namespace Ronghe.Welfare.Entitlements;

/// <summary>Freezes a draft, with what its last dry run found, and puts it before the deciders of its power case.</summary>
internal static class SubmitProgramme
{
    internal static async Task<Results<Ok<ProgrammeResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid programmeId, Caller caller, WelfareDb db, CancellationToken ct)
    {
        if (await db.Programmes.VisibleTo(caller).SingleOrDefaultAsync(row => row.Id == programmeId, ct) is not { } programme) return TypedResults.NotFound();
        if (!caller.Holds(RoleNames.UnionWorker, programme.UnitPath)) return CreateProgramme.NotYourUnit.ToProblem();
        if (programme.State != ProgrammeStates.Draft) return ProgrammeRefusals.NotNow(programme.State).ToProblem();
        var last = await db.DryRuns.AsNoTracking().Where(run => run.ProgrammeId == programmeId).OrderByDescending(run => run.At).FirstOrDefaultAsync(ct);
        if (last is null) return ProgrammeRefusals.NotDryRun.ToProblem();
        if (programme.Submit(last.Entitled) is { } refusal) return refusal.ToProblem();

        await db.SaveAndPublishAsync(ct);
        return TypedResults.Ok(ReadProgramme.Describe(programme));
    }
}
