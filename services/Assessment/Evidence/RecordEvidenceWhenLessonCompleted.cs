using Ronghe.Assessment.Series;
using Ronghe.Contracts.Learning;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.Assessment.Evidence;

/// <summary>A lesson whose check was passed is evidence of an outcome, not of time spent.</summary>
public sealed class RecordEvidenceWhenLessonCompleted(Inbox<AssessmentDb> inbox, SeriesCatalogue series, TimeProvider clock)
    : InboxConsumer<LessonCompleted, AssessmentDb>(inbox)
{
    protected override Task Apply(LessonCompleted message, AssessmentDb db, CancellationToken ct) => ApplyAll([message], db, ct);

    protected override Task ApplyAll(IReadOnlyList<LessonCompleted> messages, AssessmentDb db, CancellationToken ct) =>
        EvidenceRecord.Add([.. messages.Select(Item)], series, db, ct);

    private EvidenceItem Item(LessonCompleted completed) => new()
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow()),
        Source = nameof(LessonCompleted),
        SubjectKind = "completion",
        SubjectId = completed.CompletionId,
        SubjectVersion = completed.Version,
        UnitPath = completed.UnitPath,
        PersonId = completed.PersonId,
        CompletionId = completed.CompletionId,
        OccurredAt = completed.At,
        RecordedAt = clock.GetUtcNow(),
        Figures = EvidenceRecord.Figures(new { completed.LessonCode }),
    };
}
