using Ronghe.Assessment.Series;
using Ronghe.Contracts.PowerItems;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.Assessment.Evidence;

/// <summary>A closed power case is evidence of how its unit used its power.</summary>
public sealed class RecordEvidenceWhenCaseClosed(Inbox<AssessmentDb> inbox, SeriesCatalogue series, TimeProvider clock) : InboxConsumer<CaseClosed, AssessmentDb>(inbox)
{
    protected override Task Apply(CaseClosed message, AssessmentDb db, CancellationToken ct) => ApplyAll([message], db, ct);

    protected override Task ApplyAll(IReadOnlyList<CaseClosed> messages, AssessmentDb db, CancellationToken ct) =>
        EvidenceRecord.Add([.. messages.Select(Item)], series, db, ct);

    private EvidenceItem Item(CaseClosed closed) => new()
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow()),
        Source = nameof(CaseClosed),
        SubjectKind = "case",
        SubjectId = closed.CaseId,
        SubjectVersion = closed.Version,
        UnitPath = closed.UnitPath,
        CaseId = closed.CaseId,
        ProgrammeId = closed.AboutKind == "welfare.programme" ? closed.AboutId : null,
        OccurredAt = closed.At,
        RecordedAt = clock.GetUtcNow(),
        Figures = EvidenceRecord.Figures(new
        {
            closed.ItemCode,
            closed.Domain,
            closed.Outcome,
            closed.OpenedAt,
            TurnAroundHours = Math.Round((decimal)(closed.At - closed.OpenedAt).TotalHours, 3),
        }),
    };
}
