using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Learning.Watching;

/// <param name="Covered">What counts already, also from other sessions: where to go on.</param>
public sealed record OpenSessionResponse(Guid SessionId, long Duration, decimal RequiredShare, decimal FastestRate, IReadOnlyList<Interval> Covered);

/// <summary>Opens a session. A person watches one video on one device at a time: the session before ends.</summary>
internal static class OpenSession
{
    internal static async Task<Results<Ok<OpenSessionResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid videoId, Caller caller, LearningDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!caller.IsPerson) return Organisers.PersonsOnly.ToProblem();
        if (await db.Videos.AsNoTracking().SingleOrDefaultAsync(row => row.Id == videoId, ct) is not { } video) return TypedResults.NotFound();
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({caller.Subject}, 2))", ct);
        await db.WatchSessions.Where(row => row.PersonId == caller.PersonId && row.Open).ExecuteUpdateAsync(row => row.SetProperty(session => session.Open, false), ct);
        var session = new WatchSession
        {
            Id = new Guid(RandomNumberGenerator.GetBytes(16)), PersonId = caller.PersonId, VideoId = videoId, StartedAt = clock.GetUtcNow(), Sequence = 0, Spent = 0, Open = true,
        };
        db.WatchSessions.Add(session);
        await db.SaveChangesAsync(ct);
        var covered = await db.WatchProgress.AsNoTracking().Where(row => row.PersonId == caller.PersonId && row.VideoId == videoId).SingleOrDefaultAsync(ct);
        return TypedResults.Ok(new OpenSessionResponse(session.Id, video.Duration, video.RequiredShare, video.FastestRate, covered?.Covered ?? []));
    }
}
