using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Frameworks;
using Ronghe.Assessment.Scoring;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Cycles;

/// <param name="Span">Day, Week, Month, Quarter, Year or Campaign.</param>
/// <param name="To">Last day of a campaign; null otherwise.</param>
/// <param name="SubjectUnits">Kind of unit that is appraised, such as ForestFarm; null for branches and people.</param>
public sealed record OpenCycleRequest(
    [Required] Guid? FrameworkId, [Required, StringLength(100)] string? Name,
    [Required, AllowedValues("Day", "Week", "Month", "Quarter", "Year", "Campaign")] string? Span,
    [Required] DateOnly? From, DateOnly? To, [StringLength(40)] string? SubjectUnits);

public sealed record CycleResponse(
    Guid CycleId, Guid FrameworkId, string Name, string UnitPath, string Kind, string Span, DateOnly From, DateOnly To, string SubjectKind,
    string State, string? Digest, Guid? AuthorityCaseId, DateTimeOffset? AppealUntil, DateTimeOffset? PublishedAt, long Version);

internal static class OpenCycle
{
    private static readonly Refusal NotLive = new("framework-not-live", "指标体系还没有启用。", "The framework is not live.");

    private static readonly Refusal Nobody = new("cycle-without-subjects", "没有可考核的对象。", "There is nobody to appraise.", StatusCodes.Status422UnprocessableEntity);

    internal static async Task<Results<Created<CycleResponse>, ProblemHttpResult>> Handle(
        OpenCycleRequest request, Caller caller, AssessmentDb db, SeriesCatalogue series, TimeProvider clock, CancellationToken ct)
    {
        if (!InCharge.Of(caller, caller.UnitPath)) return InCharge.Refused.ToProblem();
        if (CycleSpan.LastDay(request.Span!, request.From!.Value, request.To) is not { } to)
            return ProblemTypes.Invalid(("from", "起止日期与周期类型不符。", "These days are not a whole span of this kind."));
        if (await db.Frameworks.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.FrameworkId, ct) is not { } framework)
            return ProblemTypes.Invalid(("frameworkId", "没有这个指标体系。", "There is no such framework."));
        if (framework.State != Framework.Live) return NotLive.ToProblem();
        var content = framework.Read();
        if (content.SubjectKind == "Unit" && request.SubjectUnits is null)
            return ProblemTypes.Invalid(("subjectUnits", "请写明考核哪类单位。", "Say which kind of unit is appraised."));
        if (ScoringPlan.Build(content, series, request.From.Value, to).Refusal is { } refusal) return refusal.ToProblem();

        var cycle = New(request, framework, content, caller, to, clock.GetUtcNow());
        var subjects = await CycleSubjects.Of(cycle, request.SubjectUnits, db, ct);
        if (subjects.Count == 0) return Nobody.ToProblem();
        db.Cycles.Add(cycle);
        db.CycleSubjects.AddRange(subjects);
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Created($"/api/v1/assessment/cycles/{cycle.Id}", Describe(cycle));
    }

    internal static CycleResponse Describe(AppraisalCycle cycle) => new(
        cycle.Id, cycle.FrameworkId, cycle.Name, cycle.UnitPath, cycle.Kind, cycle.Span, cycle.FromDay, cycle.ToDay, cycle.SubjectKind,
        cycle.State, cycle.Digest, cycle.AuthorityCaseId, cycle.AppealUntil, cycle.PublishedAt, cycle.Version);

    private static AppraisalCycle New(OpenCycleRequest request, Framework framework, FrameworkContent content, Caller caller, DateOnly to, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        FrameworkId = framework.Id,
        Name = request.Name!.Trim(),
        UnitPath = caller.UnitPath,
        Kind = CycleSpan.KindOf(request.Span!),
        Span = request.Span!,
        FromDay = request.From!.Value,
        ToDay = to,
        SubjectKind = content.SubjectKind!,
        CreatedBy = caller.Subject,
        CreatedAt = now,
    };
}
