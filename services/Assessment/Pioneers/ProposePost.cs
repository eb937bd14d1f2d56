using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Burden;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Pioneers;

public sealed record ProposePostRequest(
    [Required, StringLength(100)] string? Title, [Required, StringLength(1000)] string? Duties,
    [Required, AllowedValues("FirePrevention", "Restoration")] string? Season, [Required] Guid? PersonId);

public sealed record ProposeMatterRequest([Required, AllowedValues("Review", "Withdraw")] string? Matter);

/// <param name="Digest">What the deciders of PTY-08 are shown; null when nothing is proposed.</param>
/// <param name="ReviewOverdue">True when the yearly review was missed: the post waits to be reviewed or withdrawn.</param>
public sealed record PostResponse(
    Guid PostId, string Title, string Duties, string Season, Guid PersonId, string UnitPath, string State, string? Matter, string? Digest,
    DateOnly? ReviewDue, bool ReviewOverdue, long Version);

/// <summary>Proposes a post for a Party member of the unit, or its yearly review or withdrawal; the power case decides.</summary>
internal static class ProposePost
{
    private static readonly Refusal NotNamed = new("post-not-named", "只有已命名的先锋岗才能复核或摘牌。", "Only a named post is reviewed or withdrawn.");

    internal static async Task<Results<Created<PostResponse>, ProblemHttpResult>> Handle(
        ProposePostRequest request, Caller caller, AssessmentDb db, BurdenGuard burden, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Set<PersonCopy>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.PersonId && row.Active && row.PartyMember, ct) is not { } member)
            return ProblemTypes.Invalid(("personId", "没有这名在岗党员。", "There is no such Party member at work."));
        if (!InCharge.Of(caller, member.UnitPath)) return InCharge.Refused.ToProblem();
        if (member.Id == caller.PersonId) return Adjustments.Adjust.Myself.ToProblem();
        var now = clock.GetUtcNow();
        var post = new PioneerPost
        {
            Id = Guid.CreateVersion7(now), Title = request.Title!.Trim(), Duties = request.Duties!.Trim(), Season = request.Season!, PersonId = member.Id,
            UnitPath = member.UnitPath, DecidingUnit = BureauOf(member.UnitPath), ProposedBy = caller.Subject, ProposedAt = now,
        };
        // A post is held by what was achieved: duties that count presence are refused.
        var question = new BurdenQuestion("form", $"pioneer:{post.Id}", [("title", post.Title), ("duties", post.Duties)], []);
        if (burden.Check(question, null, caller.Subject, out _) is { } refusal) return refusal.ToProblem();
        post.Propose("Name");
        db.PioneerPosts.Add(post);
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Created($"/api/v1/assessment/pioneer-posts/{post.Id}", Describe(post, WorkingCalendar.DayOf(now)));
    }

    internal static async Task<Results<Ok<PostResponse>, NotFound, ProblemHttpResult>> Matter(
        Guid postId, ProposeMatterRequest request, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.PioneerPosts.SingleOrDefaultAsync(row => row.Id == postId, ct) is not { } post) return TypedResults.NotFound();
        if (!InCharge.Of(caller, post.UnitPath)) return InCharge.Refused.ToProblem();
        if (post.State != PioneerPost.Named) return NotNamed.ToProblem();
        post.Propose(request.Matter!);
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Ok(Describe(post, WorkingCalendar.DayOf(clock.GetUtcNow())));
    }

    internal static async Task<Results<Ok<PostResponse>, NotFound>> Read(Guid postId, AssessmentDb db, TimeProvider clock, CancellationToken ct) =>
        await db.PioneerPosts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == postId, ct) is { } post
            ? TypedResults.Ok(Describe(post, WorkingCalendar.DayOf(clock.GetUtcNow())))
            : TypedResults.NotFound();

    private static PostResponse Describe(PioneerPost post, DateOnly today) => new(
        post.Id, post.Title, post.Duties, post.Season, post.PersonId, post.UnitPath, post.State, post.Matter, post.Matter is null ? null : post.Digest,
        post.ReviewDue, post.State == PioneerPost.Named && post.ReviewDue < today, post.Version);

    // PTY-08 is decided at bureau level: the second segment of the path.
    private static string BureauOf(string path)
    {
        var second = path.IndexOf('/', path.IndexOf('/', StringComparison.Ordinal) + 1);
        return second < 0 ? path : path[..(second + 1)];
    }
}
