using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Cycles;
using Ronghe.Assessment.Honours;
using Ronghe.Assessment.Pioneers;
using Ronghe.Contracts.PowerItems;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.Assessment.Authority;

/// <summary>
/// The one way to approve results (PTY-10), grant an honour (PTY-09), record a sanction (PTY-11) or name a pioneer post (PTY-08): the power case about it was closed
/// as approved, by its own unit, on exactly the content that stands here.
/// </summary>
public sealed class ActOnAuthorityWhenCaseClosed(Inbox<AssessmentDb> inbox, ILogger<ActOnAuthorityWhenCaseClosed> log)
    : InboxConsumer<CaseClosed, AssessmentDb>(inbox)
{
    internal const string Results = "assessment.results";

    protected override async Task Apply(CaseClosed message, AssessmentDb db, CancellationToken ct)
    {
        switch (message)
        {
            case { AboutKind: Results, AboutId: { } cycleId }: await Settle(message, cycleId, db, ct); break;
            case { AboutKind: Honour.About or Honour.AboutSanction, AboutId: { } honourId }: await Decide(message, honourId, db, ct); break;
            case { AboutKind: PioneerPost.About, AboutId: { } postId }: await Name(message, postId, db, ct); break;
        }
    }

    private async Task Settle(CaseClosed closed, Guid cycleId, AssessmentDb db, CancellationToken ct)
    {
        var cycle = await db.Cycles.SingleOrDefaultAsync(row => row.Id == cycleId, ct);
        if (cycle is not { State: CycleStates.AwaitingAuthority } || closed.UnitPath != cycle.UnitPath || closed.ItemCode != "PTY-10")
        {
            log.LogWarning("Case {CaseId} has no say about cycle {CycleId}", closed.CaseId, cycleId);
            return;
        }

        if (closed.Outcome == "Approved" && closed.AboutDigest == cycle.Digest) cycle.Approve(closed.CaseId);
        else cycle.SendBack();
        await db.SaveAndPublishAsync(ct);
    }

    private async Task Decide(CaseClosed closed, Guid honourId, AssessmentDb db, CancellationToken ct)
    {
        var honour = await db.Honours.SingleOrDefaultAsync(row => row.Id == honourId, ct);
        if (honour is not { State: Honour.Proposed } || closed.UnitPath != honour.DecidingUnit || closed.ItemCode != honour.Item)
        {
            log.LogWarning("Case {CaseId} has no say about honour or sanction {HonourId}", closed.CaseId, honourId);
            return;
        }

        await db.SaveAndPublishAsync(honour.Settle(closed) is { } told ? [told] : [], ct);
    }

    private async Task Name(CaseClosed closed, Guid postId, AssessmentDb db, CancellationToken ct)
    {
        var post = await db.PioneerPosts.SingleOrDefaultAsync(row => row.Id == postId, ct);
        if (post is not { Matter: not null } || closed.UnitPath != post.DecidingUnit || closed.ItemCode != "PTY-08")
        {
            log.LogWarning("Case {CaseId} has no say about pioneer post {PostId}", closed.CaseId, postId);
            return;
        }

        await db.SaveAndPublishAsync(post.Settle(closed, WorkingCalendar.DayOf(closed.At)) is { } told ? [told] : [], ct);
    }
}
