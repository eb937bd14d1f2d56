using Ronghe.Contracts.Welfare;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.Situation.Counts;

/// <summary>A welfare programme was published.</summary>
public sealed class CountWhenProgrammePublished(Inbox<SituationDb> inbox) : InboxConsumer<ProgrammePublished, SituationDb>(inbox)
{
    protected override Task Apply(ProgrammePublished message, SituationDb db, CancellationToken ct) => ApplyAll([message], db, ct);

    protected override async Task ApplyAll(IReadOnlyList<ProgrammePublished> messages, SituationDb db, CancellationToken ct)
    {
        var changes = new Changes();
        await EventCounter.Count(
            Figures.ProgrammesPublished,
            [.. messages.Select(message => new Countable(message.ProgrammeId, message.Version, message.UnitPath, message.At))],
            changes, db, ct);
        await changes.Write(db, ct);
    }
}
