using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Caps;

namespace Ronghe.Welfare.Programmes;

/// <param name="Plan">How it is carried out: makes a draft, which is dry-run and then submitted. Without one it goes straight to its case.</param>
public sealed record CreateProgrammeRequest(
    [Required, StringLength(200)] string? Title,
    [Required, AllowedValues(
        ProgrammeKinds.FestivalGift, ProgrammeKinds.Birthday, ProgrammeKinds.Condolence, ProgrammeKinds.HardshipAid, ProgrammeKinds.MutualMedicalAid,
        ProgrammeKinds.RestTrip, ProgrammeKinds.HonourReward, ProgrammeKinds.UnionActivity, ProgrammeKinds.QuotaAllocation)] string? Kind,
    [StringLength(40)] string? UnitCode,
    [Required, Range(typeof(decimal), "0.01", "1000000", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)] decimal? AmountPerPerson,
    [Required, Range(1, 1_000_000)] int? Headcount,
    [Required, StringLength(4000)] string? Description,
    PlanRequest? Plan = null);

public sealed record CreateProgrammeResponse(Guid ProgrammeId, string State, string Digest, string UnitPath, decimal Budget, long Version);

internal static class CreateProgramme
{
    internal static readonly Refusal NotYourUnit = new(
        "unit-not-yours", "您不负责该单位的福利工作。", "You are not in charge of welfare for this unit.", StatusCodes.Status403Forbidden);

    internal static async Task<Results<Created<CreateProgrammeResponse>, ProblemHttpResult>> Handle(
        CreateProgrammeRequest request, Caller caller, WelfareDb db, CapPack caps, TimeProvider clock, CancellationToken ct)
    {
        if (decimal.Round(request.AmountPerPerson!.Value, 2) != request.AmountPerPerson)
            return ProblemTypes.Invalid(("amountPerPerson", "金额最多两位小数。", "At most two decimals."));
        if (await FindUnit(request.UnitCode, caller, db, ct) is not { } unitPath)
            return ProblemTypes.Invalid(("unitCode", "没有这个单位。", "There is no such unit."));
        if (!caller.Holds(RoleNames.UnionWorker, unitPath) && !caller.Holds(RoleNames.Subsidiary, unitPath)) return NotYourUnit.ToProblem();

        var now = clock.GetUtcNow();
        ProgrammePlan? plan = null;
        if (request.Plan is not null)
        {
            (plan, var problem) = await Planning.Make(request.Plan, request.Kind!, caps, db, now, ct);
            if (problem is not null) return problem;
        }

        var programme = Programme.Propose(Content(request, unitPath, now), plan, caller.Subject, now);
        if (await CapGuard.Take(programme, caps, db, ct) is { } refusal) return refusal.ToProblem();

        db.Programmes.Add(programme);
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Created($"/api/v1/welfare/programmes/{programme.Id}", new CreateProgrammeResponse(
            programme.Id, programme.State, programme.Digest, programme.UnitPath, programme.Budget, programme.Version));
    }

    internal static async Task<string?> FindUnit(string? code, Caller caller, WelfareDb db, CancellationToken ct) => code is null
        ? caller.UnitPath
        : await db.Set<UnitCopy>().Where(unit => unit.Code == code && unit.Active).Select(unit => unit.Path).SingleOrDefaultAsync(ct);

    private static ProgrammeContent Content(CreateProgrammeRequest request, string unitPath, DateTimeOffset now) => new(
        Guid.CreateVersion7(now), unitPath, request.Kind!, request.Title!.Trim(), request.Description!.Trim(),
        request.AmountPerPerson!.Value, request.Headcount!.Value);
}
