using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ronghe.Learning.Xapi.Lessons;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Xapi.Intake;

/// <summary>The Statements of one request; all of them are stored or none.</summary>
/// <param name="OfSystem">Sent by a system and not by a person, who could tell anything of themselves.</param>
internal sealed record Submission(IReadOnlyList<StatementDraft> Drafts, IReadOnlyList<StoredAttachment> Attachments, string UnitPath, bool OfSystem)
{
    internal TaskCompletionSource<IntakeOutcome> Settled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

internal sealed record StoredAttachment(string Sha2, string ContentType, byte[] Bytes);

internal enum IntakeAnswer { Stored, Conflict, VoidRefused }

/// <param name="Id">The Statement that stands in the way; null when stored.</param>
internal readonly record struct IntakeOutcome(IntakeAnswer Answer, Guid? Id = null);

/// <summary>
/// Stores what requests submit: while one transaction commits, the next requests gather, and go together into the next
/// transaction. A request is answered after the commit of its own.
/// </summary>
internal sealed class StatementIntake(UnitOfWorkFactory<LearningDb> work, ActivityStore activities, LessonsTold lessons, ILogger<StatementIntake> log) : BackgroundService
{
    private const int MostStatements = 1000;

    private readonly Channel<Submission> waiting = Channel.CreateBounded<Submission>(new BoundedChannelOptions(2000) { SingleReader = true });

    /// <summary>Answers after the commit.</summary>
    internal async Task<IntakeOutcome> Store(Submission submission, CancellationToken ct)
    {
        if (submission.Drafts.Count == 0) return new(IntakeAnswer.Stored);
        await waiting.Writer.WriteAsync(submission, ct);
        return await submission.Settled.Task.WaitAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (later.Count > 0 || await waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            var group = Gather();
            try
            {
                await Settle(group, stoppingToken);
            }
            catch (Exception exception) when (group.Count > 1 && exception is PostgresException or DbUpdateException)
            {
                // What one of them brought cannot be stored: the others shall not pay for it.
                log.LogWarning("A group of {Count} submissions failed and is stored one by one: {Reason}", group.Count, exception.Message);
                foreach (var one in group) await SettleAlone(one, stoppingToken);
            }
            catch (Exception exception)
            {
                foreach (var one in group) one.Settled.TrySetException(exception);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (waiting.Reader.TryRead(out var left)) left.Settled.TrySetCanceled(CancellationToken.None);
    }

    // A Statement that stands twice in the group waits for the next one, where it meets the first as a stored one.
    private readonly List<Submission> later = [];

    private List<Submission> Gather()
    {
        var (group, ids, count) = (new List<Submission>(), new HashSet<Guid>(), 0);
        foreach (var one in later.ToList()) TryAdd(one, group, ids, ref count);
        while (count < MostStatements && waiting.Reader.TryRead(out var next)) TryAdd(next, group, ids, ref count);
        return group;
    }

    private void TryAdd(Submission one, List<Submission> group, HashSet<Guid> ids, ref int count)
    {
        later.Remove(one);
        if (one.Drafts.Any(draft => ids.Contains(draft.Id)))
        {
            later.Add(one);
            return;
        }

        foreach (var draft in one.Drafts) ids.Add(draft.Id);
        group.Add(one);
        count += one.Drafts.Count;
    }

    private async Task SettleAlone(Submission one, CancellationToken ct)
    {
        try
        {
            await Settle([one], ct);
        }
        catch (Exception exception)
        {
            one.Settled.TrySetException(exception);
        }
    }

    private async Task Settle(List<Submission> group, CancellationToken ct)
    {
        if (await TryStore(group, known: new HashSet<Guid>(), ct)) return;

        // Something is there already: the same again is done, anything else under its id is refused with its whole request.
        var accepted = new List<Submission>();
        var known = new Dictionary<Guid, string>();
        await using (var reading = await work.BeginAsync(UnitScope.Everything, ct))
        {
            known = await StatementSql.Bodies(reading.Db, [.. group.SelectMany(one => one.Drafts).Select(draft => draft.Id)], ct);
        }

        foreach (var one in group)
        {
            var clash = one.Drafts.FirstOrDefault(draft => known.TryGetValue(draft.Id, out var body) && !StatementEquality.Same(body, draft));
            if (clash is not null) one.Settled.TrySetResult(new(IntakeAnswer.Conflict, clash.Id));
            else accepted.Add(one);
        }

        if (accepted.Count > 0 && !await TryStore(accepted, [.. known.Keys], ct))
        {
            // Another replica was faster in between.
            foreach (var one in accepted) await Settle([one], ct);
        }
    }

    private async Task<bool> TryStore(List<Submission> group, HashSet<Guid> known, CancellationToken ct)
    {
        await using var unit = await work.BeginAsync(UnitScope.Everything, ct);
        var refused = await StatementSql.RefusedVoids(unit.Db, group, ct);
        foreach (var (one, id) in refused) one.Settled.TrySetResult(new(IntakeAnswer.VoidRefused, id));
        var left = group.Where(one => !refused.ContainsKey(one)).ToList();
        var rows = left.SelectMany(one => one.Drafts.Where(draft => !known.Contains(draft.Id)).Select(draft => (draft, one.UnitPath))).ToList();
        if (rows.Count > 0 && !await StatementSql.Insert(unit.Db, rows, ct)) return false;

        await StatementSql.KeepAttachments(unit.Db, left.SelectMany(one => one.Attachments), ct);
        await lessons.Complete(unit.Db, left.Where(one => one.OfSystem).SelectMany(one => one.Drafts), ct);
        var news = await activities.Learn(unit.Db, rows.SelectMany(row => row.draft.Definitions), ct);
        await unit.CommitAsync(ct);
        activities.Remember(news);
        foreach (var one in left) one.Settled.TrySetResult(new(IntakeAnswer.Stored));
        return true;
    }
}
