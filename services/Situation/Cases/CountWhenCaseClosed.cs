using Ronghe.Contracts.PowerItems;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.ServiceDefaults.Messaging.Inbox;
using Ronghe.Situation.Counts;

namespace Ronghe.Situation.Cases;

/// <summary>A case was closed.</summary>
public sealed class CountWhenCaseClosed(Inbox<SituationDb> inbox) : InboxConsumer<CaseClosed, SituationDb>(inbox)
{
    protected override Task Apply(CaseClosed message, SituationDb db, CancellationToken ct) => ApplyAll([message], db, ct);

    protected override async Task ApplyAll(IReadOnlyList<CaseClosed> messages, SituationDb db, CancellationToken ct)
    {
        var changes = new Changes();
        await CaseBook.Merge([.. messages.Select(CaseFact.Of)], changes, db, ct);
        await changes.Write(db, ct);
    }
}
