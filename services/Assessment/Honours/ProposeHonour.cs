using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Cycles;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Honours;

/// <param name="Kind">Honour or Sanction.</param>
/// <param name="ScoreId">Newest version of the subject's score in a published cycle.</param>
public sealed record ProposeHonourRequest(
    [Required, AllowedValues("Honour", "Sanction")] string? Kind, [Required, StringLength(20)] string? Name, [Required] Guid? ScoreId);

/// <param name="AboutKind">What the power case has to be about.</param>
/// <param name="Digest">What the deciders are shown; the case carries it.</param>
public sealed record HonourResponse(
    Guid HonourId, string Kind, string Name, string SubjectKind, string UnitPath, string State, string AuthorityItem, string AboutKind,
    string Digest, Guid? AuthorityCaseId, Guid? ScoreId, long Version);

/// <summary>Proposes an honour or a sanction on a published result. Nobody proposes anything for themselves.</summary>
internal static class ProposeHonour
{
    private static readonly string[] Honours = ["Member", "Worker", "Branch", "Model"];
    private static readonly string[] Sanctions = ["Talk", "Criticism", "Check", "Adjust", "Transfer"];

    private static readonly Refusal NotPublished = new("results-not-published", "结果还没有公布，不能应用。", "The result is not published and cannot be applied.");

    private static readonly Refusal NotNewest = new("score-superseded", "该得分已有新版本，请依据最新版本。", "There is a newer version of this score: rest on that.");

    private static readonly Refusal Myself = new("recusal", "涉及本人的事项应当回避。", "In one's own matter one stands aside.", StatusCodes.Status403Forbidden);

    internal static async Task<Results<Created<HonourResponse>, NotFound, ProblemHttpResult>> Handle(
        ProposeHonourRequest request, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!(request.Kind == "Honour" ? Honours : Sanctions).Contains(request.Name))
            return ProblemTypes.Invalid(("name", "没有这种荣誉或处理。", "There is no such honour or sanction."));
        if (await db.ScoreVersions.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.ScoreId, ct) is not { } score) return TypedResults.NotFound();
        var cycle = await db.Cycles.AsNoTracking().SingleAsync(row => row.Id == score.CycleId, ct);
        if (!InCharge.Of(caller, cycle.UnitPath)) return InCharge.Refused.ToProblem();
        if (score.PersonId == caller.PersonId) return Myself.ToProblem();
        if (cycle.State != CycleStates.Published) return NotPublished.ToProblem();
        if (await db.ScoreVersions.AnyAsync(row => row.CycleId == score.CycleId && row.Subject == score.Subject && row.Number > score.Number, ct))
            return NotNewest.ToProblem();

        var honour = New(request, cycle, score, caller.Subject, clock.GetUtcNow());
        db.Honours.Add(honour);
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Created($"/api/v1/assessment/honours/{honour.Id}", Describe(honour));
    }

    internal static HonourResponse Describe(Honour honour) => new(
        honour.Id, honour.Kind, honour.Name, honour.SubjectKind, honour.UnitPath, honour.State, honour.Item,
        honour.Kind == "Honour" ? Honour.About : Honour.AboutSanction, honour.Digest, honour.AuthorityCaseId, honour.ScoreId, honour.Version);

    private static Honour New(ProposeHonourRequest request, AppraisalCycle cycle, Scores.ScoreVersion score, string by, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new Honour
        {
            Id = id,
            Kind = request.Kind!,
            Name = request.Name!,
            SubjectKind = cycle.SubjectKind,
            PersonId = score.PersonId,
            BranchId = cycle.SubjectKind == "Branch" ? Guid.Parse(score.Subject) : null,
            UnitPath = score.UnitPath,
            DecidingUnit = cycle.UnitPath,
            CycleId = cycle.Id,
            ScoreId = score.Id,
            Digest = Honour.DigestOf(id, request.Kind!, request.Name!, cycle.SubjectKind, score.Subject, score.Id),
            ProposedBy = by,
            ProposedAt = now,
        };
    }
}
