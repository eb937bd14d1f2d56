using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Watching;

public sealed record AppealFlagRequest([Required, StringLength(500, MinimumLength = 2)] string? Text);

public sealed record DecideAppealRequest([Required] bool? Upheld, [Required, StringLength(500, MinimumLength = 2)] string? Reason);

/// <summary>The learner disagrees with the machine, and a person decides.</summary>
internal static class AppealFlag
{
    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(
        Guid videoId, AppealFlagRequest request, Caller caller, UnitOfWorkFactory<LearningDb> work, CancellationToken ct)
    {
        await using var unit = await work.BeginAsync(UnitScope.Everything, ct);
        if (await unit.Db.WatchProgress.SingleOrDefaultAsync(row => row.PersonId == caller.PersonId && row.VideoId == videoId, ct) is not { } progress) return TypedResults.NotFound();
        if (progress.AppealWith(request.Text!) is { } refusal) return refusal.ToProblem();
        await unit.Db.SaveChangesAsync(ct);
        await unit.CommitAsync(CancellationToken.None);
        return TypedResults.NoContent();
    }

    internal static async Task<Results<Ok<WatchResponse>, NotFound, ProblemHttpResult>> Decide(
        Guid videoId, Guid personId, DecideAppealRequest request, Caller caller, UnitOfWorkFactory<LearningDb> work, TimeProvider clock, CancellationToken ct)
    {
        await using var unit = await work.BeginAsync(UnitScope.Of(caller), ct);
        if (await unit.Db.WatchProgress.SingleOrDefaultAsync(row => row.PersonId == personId && row.VideoId == videoId, ct) is not { } progress) return TypedResults.NotFound();
        if (!caller.Organises(progress.UnitPath)) return Organisers.NotYours.ToProblem();
        if (progress.Decide(request.Upheld!.Value, request.Reason!, caller.PersonId, clock.GetUtcNow()) is { } refusal) return refusal.ToProblem();
        await unit.Db.SaveChangesAsync(ct);
        await unit.CommitAsync(CancellationToken.None);
        return TypedResults.Ok(ReportWatched.Describe(progress, await unit.Db.Videos.AsNoTracking().SingleAsync(row => row.Id == videoId, ct)));
    }
}
