using Ronghe.Contracts.PowerItems;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.ServiceDefaults.Messaging.Inbox;
using Ronghe.Situation.Counts;

namespace Ronghe.Situation.Cases;

/// <summary>A step was decided: one decision more, and the case exists even if its opening has not been told yet.</summary>
public sealed class CountWhenStepDecided(Inbox<SituationDb> inbox) : InboxConsumer<StepDecided, SituationDb>(inbox)
{
    protected override Task Apply(StepDecided message, SituationDb db, CancellationToken ct) => ApplyAll([message], db, ct);

    protected override async Task ApplyAll(IReadOnlyList<StepDecided> messages, SituationDb db, CancellationToken ct)
    {
        var changes = new Changes();
        await CaseBook.Merge([.. messages.Select(CaseFact.Of)], changes, db, ct);
        await EventCounter.Count(
            Figures.StepsDecided,
            [.. messages.Select(message => new Countable(message.CaseId, message.Version, message.UnitPath, message.At))],
            changes, db, ct);
        await changes.Write(db, ct);
    }
}
