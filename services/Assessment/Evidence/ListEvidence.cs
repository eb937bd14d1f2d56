using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Evidence;

/// <param name="Source">Contract of the event: CaseClosed, LessonCompleted or ProgrammePublished.</param>
/// <param name="SubjectVersion">With source and subject id this names the event.</param>
public sealed record EvidenceResponse(
    Guid EvidenceId, string Source, string SubjectKind, Guid SubjectId, long SubjectVersion, string UnitPath, Guid? PersonId,
    Guid? CaseId, Guid? ProgrammeId, Guid? CompletionId, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, JsonElement Figures);

public sealed record ListEvidenceResponse(int Page, bool HasMore, IReadOnlyList<EvidenceResponse> Evidence);

// On the property: ASP.NET Core's OpenAPI cannot read attributes of a constructor parameter that is bound with AsParameters.
public sealed record ListEvidenceQuery(
    [property: StringLength(400)] string? Unit,
    [property: AllowedValues(null, "CaseClosed", "LessonCompleted", "ProgrammePublished")] string? Source,
    Guid? CaseId,
    [property: Range(1, 100_000)] int? Page);

internal static class ListEvidence
{
    private const int PageSize = 50;

    private static readonly Refusal NotYourUnit = new(
        "unit-not-yours", "您不能查看该单位的考核依据。", "You may not read the evidence of this unit.", StatusCodes.Status403Forbidden);

    internal static async Task<Results<Ok<ListEvidenceResponse>, ProblemHttpResult>> Handle(
        [AsParameters] ListEvidenceQuery query, Caller caller, AssessmentDb db, CancellationToken ct)
    {
        if (query.Unit is { } unit && !caller.MayRead(unit)) return NotYourUnit.ToProblem();

        var page = query.Page ?? 1;
        var rows = await db.Evidence.AsNoTracking().VisibleTo(caller)
            .Where(item => query.Unit == null || item.UnitPath.StartsWith(query.Unit))
            .Where(item => query.Source == null || item.Source == query.Source)
            .Where(item => query.CaseId == null || item.CaseId == query.CaseId)
            .OrderByDescending(item => item.OccurredAt).ThenByDescending(item => item.Id)
            .Skip((page - 1) * PageSize).Take(PageSize + 1)
            .ToListAsync(ct);
        return TypedResults.Ok(new ListEvidenceResponse(page, rows.Count > PageSize, [.. rows.Take(PageSize).Select(Describe)]));
    }

    private static EvidenceResponse Describe(EvidenceItem item) => new(
        item.Id, item.Source, item.SubjectKind, item.SubjectId, item.SubjectVersion, item.UnitPath, item.PersonId, item.CaseId,
        item.ProgrammeId, item.CompletionId, item.OccurredAt, item.RecordedAt, item.ReadFigures());
}
