using Ronghe.Contracts.Learning;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.Situation.Counts;

/// <summary>A lesson was completed. Counted for the unit; who it was is not kept.</summary>
public sealed class CountWhenLessonCompleted(Inbox<SituationDb> inbox) : InboxConsumer<LessonCompleted, SituationDb>(inbox)
{
    protected override Task Apply(LessonCompleted message, SituationDb db, CancellationToken ct) => ApplyAll([message], db, ct);

    protected override async Task ApplyAll(IReadOnlyList<LessonCompleted> messages, SituationDb db, CancellationToken ct)
    {
        var changes = new Changes();
        await EventCounter.Count(
            Figures.LessonsCompleted,
            [.. messages.Select(message => new Countable(message.CompletionId, message.Version, message.UnitPath, message.At))],
            changes, db, ct);
        await changes.Write(db, ct);
    }
}
