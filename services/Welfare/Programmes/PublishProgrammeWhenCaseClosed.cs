using Microsoft.EntityFrameworkCore;
using Ronghe.Contracts.PowerItems;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.ServiceDefaults.Messaging.Inbox;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Ledger;

namespace Ronghe.Welfare.Programmes;

/// <summary>The one way to publish: a power case about the programme was closed as approved.</summary>
public sealed class PublishProgrammeWhenCaseClosed(Inbox<WelfareDb> inbox, ILogger<PublishProgrammeWhenCaseClosed> log, TimeProvider clock)
    : InboxConsumer<CaseClosed, WelfareDb>(inbox)
{
    protected override async Task Apply(CaseClosed message, WelfareDb db, CancellationToken ct)
    {
        if (message is not { AboutKind: Programme.AboutKind, AboutId: { } programmeId }) return;
        if (await db.Programmes.SingleOrDefaultAsync(row => row.Id == programmeId, ct) is not { } programme)
        {
            log.LogWarning("Case {CaseId} is about programme {ProgrammeId}, which is not here", message.CaseId, programmeId);
            return;
        }

        var before = programme.Version;
        var published = programme.Settle(message);
        if (programme.Version == before)
        {
            log.LogWarning("Case {CaseId} has no say about programme {ProgrammeId} ({State})", message.CaseId, programmeId, programme.State);
            return;
        }

        if (published is not null && await Commit(programme, db, ct) is { } refusal)
        {
            log.LogWarning("Programme {ProgrammeId} was approved but the ledger refuses it: {Reason}", programmeId, refusal.Type);
            programme.Refuse(RefusalReasons.OverBudget);
            published = null;
        }

        // A refused programme gives back what it held of each person's yearly cap.
        if (published is null) await db.CapUses.Where(use => use.ProgrammeId == programmeId).ExecuteDeleteAsync(ct);
        await db.SaveAndPublishAsync(published is null ? [] : [published], ct);
    }

    /// <summary>Promises the budget to the programme, on the authority of its case.</summary>
    private async Task<Refusal?> Commit(Programme programme, WelfareDb db, CancellationToken ct) => programme.Plan is not { } plan ? null : await Book.Post(
        db,
        [new Movement(EntryKinds.Commit, CauseKinds.Case, programme.AuthorityCaseId!.Value,
            LedgerAccount.Available(programme.UnitPath, plan.Year, plan.Line),
            LedgerAccount.Of(programme.UnitPath, plan.Year, plan.Line, AccountKinds.Committed, programme.Id), programme.Budget)],
        programme.CreatedBy, clock.GetUtcNow(), ct);
}
