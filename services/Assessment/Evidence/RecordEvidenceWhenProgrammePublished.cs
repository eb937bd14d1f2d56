using Ronghe.Assessment.Series;
using Ronghe.Contracts.Welfare;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.Assessment.Evidence;

/// <summary>A published programme is evidence of the union's work; it names the case that it rests on.</summary>
public sealed class RecordEvidenceWhenProgrammePublished(Inbox<AssessmentDb> inbox, SeriesCatalogue series, TimeProvider clock)
    : InboxConsumer<ProgrammePublished, AssessmentDb>(inbox)
{
    protected override Task Apply(ProgrammePublished message, AssessmentDb db, CancellationToken ct) => ApplyAll([message], db, ct);

    protected override Task ApplyAll(IReadOnlyList<ProgrammePublished> messages, AssessmentDb db, CancellationToken ct) =>
        EvidenceRecord.Add([.. messages.Select(Item)], series, db, ct);

    private EvidenceItem Item(ProgrammePublished published) => new()
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow()),
        Source = nameof(ProgrammePublished),
        SubjectKind = "programme",
        SubjectId = published.ProgrammeId,
        SubjectVersion = published.Version,
        UnitPath = published.UnitPath,
        CaseId = published.AuthorityCaseId,
        ProgrammeId = published.ProgrammeId,
        OccurredAt = published.At,
        RecordedAt = clock.GetUtcNow(),
        Figures = EvidenceRecord.Figures(new { published.Kind, published.Budget }),
    };
}
