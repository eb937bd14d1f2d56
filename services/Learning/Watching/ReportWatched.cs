using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Watching;

/// <param name="Sequence">Counted up from 1 in the session; the same or a lower one again changes nothing.</param>
public sealed record ReportWatchedRequest([Required, Range(1, 1_000_000)] int? Sequence, [Required, Length(1, 200)] IReadOnlyList<WatchedSegment>? Segments);

/// <param name="Covered">Milliseconds that count.</param>
/// <param name="Flags">What looked wrong, in the reader's language; each can be appealed against.</param>
public sealed record WatchResponse(long Covered, long Required, bool Finished, IReadOnlyList<string> Flags);

internal static class ReportWatched
{
    internal static async Task<Results<Ok<WatchResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid sessionId, ReportWatchedRequest request, Caller caller, UnitOfWorkFactory<LearningDb> work, TimeProvider clock, CancellationToken ct)
    {
        // Everything, because progress stays with its person when they move; the session must be the caller's own.
        await using var unit = await work.BeginAsync(UnitScope.Everything, ct);
        var db = unit.Db;
        var session = await db.WatchSessions.FromSql($"SELECT * FROM watch_sessions WHERE id = {sessionId} FOR UPDATE").SingleOrDefaultAsync(ct);
        if (session is null || session.PersonId != caller.PersonId) return TypedResults.NotFound();
        if (!session.Open) return Replaced.ToProblem();
        var video = await db.Videos.AsNoTracking().SingleAsync(row => row.Id == session.VideoId, ct);
        var progress = await Progress(session, caller, db, ct);
        if (request.Sequence > session.Sequence) Take(request, session, progress, video, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        await unit.CommitAsync(CancellationToken.None);
        return TypedResults.Ok(Describe(progress, video));
    }

    internal static WatchResponse Describe(WatchProgress progress, Video video) => new(
        Intervals.Measure(progress.Covered), (long)Math.Ceiling(video.RequiredShare * video.Duration), progress.FinishedAt is not null,
        [.. progress.Flags.Select(flag => Lessons.ReadLesson.InReadersLanguage(flag.Text, flag.TextEn))]);

    private static void Take(ReportWatchedRequest request, WatchSession session, WatchProgress progress, Video video, DateTimeOffset now)
    {
        session.Sequence = request.Sequence!.Value;
        var (counted, spent, flag) = WatchRules.Judge(request.Segments!, video, session, now);
        session.Spent += spent;
        if (flag is not null) progress.Mark(flag);
        else progress.Cover(counted, video, now);
    }

    private static async Task<WatchProgress> Progress(WatchSession session, Caller caller, LearningDb db, CancellationToken ct)
    {
        if (await db.WatchProgress.SingleOrDefaultAsync(row => row.PersonId == session.PersonId && row.VideoId == session.VideoId, ct) is { } kept) return kept;
        var progress = new WatchProgress
        {
            PersonId = session.PersonId, VideoId = session.VideoId, UnitPath = caller.UnitPath, Covered = [], Flags = [], FinishedAt = null,
            Appeal = null, AppealUpheld = null, AppealReason = null, AppealDecidedBy = null, Version = 1,
        };
        db.WatchProgress.Add(progress);
        return progress;
    }

    private static readonly Refusal Replaced = new("session-replaced", "您在另一台设备上继续观看了。", "You went on watching on another device.");
}
