using Microsoft.EntityFrameworkCore;
using Ronghe.Contracts.PowerItems;
using Ronghe.ServiceDefaults.Messaging.Inbox;
using Ronghe.Welfare.Ledger;

namespace Ronghe.Welfare.Budgets;

/// <summary>The one way to move money between lines: a power case about the transfer was closed as approved.</summary>
public sealed class MakeTransferWhenCaseClosed(Inbox<WelfareDb> inbox, ILogger<MakeTransferWhenCaseClosed> log, TimeProvider clock)
    : InboxConsumer<CaseClosed, WelfareDb>(inbox)
{
    protected override async Task Apply(CaseClosed message, WelfareDb db, CancellationToken ct)
    {
        if (message is not { AboutKind: Transfer.AboutKind, AboutId: { } transferId }) return;
        if (await db.Transfers.SingleOrDefaultAsync(row => row.Id == transferId, ct) is not { } transfer || !transfer.Hears(message))
        {
            log.LogWarning("Case {CaseId} has no say about transfer {TransferId}", message.CaseId, transferId);
            return;
        }

        transfer.Decide(message);
        if (transfer.Refused is null && await Book.Post(db, [transfer.Movement], transfer.ProposedBy, clock.GetUtcNow(), ct) is { } refusal)
        {
            log.LogWarning("Transfer {TransferId} was approved but refused by the ledger: {Reason}", transferId, refusal.Type);
            transfer.Refuse(refusal);
        }

        await db.SaveAndPublishAsync(ct);
    }
}
