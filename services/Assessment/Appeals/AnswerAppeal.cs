using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Adjustments;
using Ronghe.Assessment.Scores;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Appeals;

/// <param name="Points">What a granted appeal adds to the total, negative when it takes away; 0 when a fact was corrected instead.</param>
public sealed record AnswerAppealRequest(
    [Required, AllowedValues("Granted", "Rejected")] string? Outcome,
    [Range(typeof(decimal), "-100", "100", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)] decimal? Points,
    [Required, StringLength(2000, MinimumLength = 10)] string? Answer);

/// <param name="RestsOn">Honours and sanctions that rest on an older version of the score: to be looked at again.</param>
public sealed record AnswerAppealResponse(AppealResponse Appeal, Guid? NewScoreId, IReadOnlyList<RestingItem> RestsOn);

/// <summary>A discipline inspector who had no part in the score answers; a granted appeal makes a new version of it.</summary>
internal static class AnswerAppeal
{
    private static readonly Refusal NotReviewer = new(
        "appeal-not-reviewer", "申诉由纪检人员复核。", "Appeals are reviewed by discipline inspectors.", StatusCodes.Status403Forbidden);
    private static readonly Refusal HadPart = new(
        "appeal-had-part", "您参与过这次考核，须由没有参与的人复核。", "You had a part in this score: somebody who had none reviews it.", StatusCodes.Status403Forbidden);
    private static readonly Refusal Answered = new("appeal-answered", "已经答复过了。", "It was answered already.");

    internal static async Task<Results<Ok<AnswerAppealResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid appealId, AnswerAppealRequest request, Caller caller, AssessmentDb db, Scorer scorer, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Appeals.SingleOrDefaultAsync(row => row.Id == appealId, ct) is not { } appeal) return TypedResults.NotFound();
        var cycle = await db.Cycles.AsNoTracking().SingleAsync(row => row.Id == appeal.CycleId, ct);
        if (!caller.Holds(RoleNames.DisciplineInspector, cycle.UnitPath)) return NotReviewer.ToProblem();
        if (await Parts.Of(cycle, appeal, db, ct) is var parts && parts.Contains(caller.Subject)) return HadPart.ToProblem();
        if (appeal.Outcome is not null) return Answered.ToProblem();

        var now = clock.GetUtcNow();
        appeal.Settle(request.Outcome!, request.Answer!.Trim(), caller.Subject, now);
        if (request is { Outcome: "Granted", Points: { } points and not 0 })
        {
            var adjustment = new Adjustment
            {
                Id = Guid.CreateVersion7(now), CycleId = cycle.Id, Subject = appeal.Subject, UnitPath = appeal.UnitPath, Kind = Adjustment.Appeal,
                Points = Math.Round(points, 4, MidpointRounding.AwayFromZero), Reason = $"appeal:{appeal.Id}", ProposedBy = appeal.FiledBy, ProposedAt = appeal.FiledAt,
            };
            adjustment.Agree(caller.Subject, now);
            db.Adjustments.Add(adjustment);
        }

        await db.SaveAndPublishAsync(ct);
        var fresh = request.Outcome == "Granted" ? await scorer.Score(cycle, new HashSet<string> { appeal.Subject }, "Appealed", ct) : [];
        return TypedResults.Ok(new AnswerAppealResponse(
            FileAppeal.Describe(appeal, now), fresh.FirstOrDefault(score => score.Subject == appeal.Subject)?.Id, await Resting.On(cycle.Id, db, ct)));
    }
}

/// <summary>Who had a part in a score: whoever opened the cycle, saved or enabled the framework, entered, reviewed, proposed or agreed anything, or answered before.</summary>
internal static class Parts
{
    internal static async Task<HashSet<string>> Of(Cycles.AppraisalCycle cycle, Appeal appeal, AssessmentDb db, CancellationToken ct)
    {
        var framework = await db.Frameworks.AsNoTracking().SingleAsync(row => row.Id == cycle.FrameworkId, ct);
        var people = new List<string?> { cycle.CreatedBy, framework.SavedBy, framework.LiveBy, appeal.FiledBy, appeal.Subject };
        foreach (var row in await db.Adjustments.AsNoTracking().Where(row => row.CycleId == cycle.Id && row.Subject == appeal.Subject).ToListAsync(ct))
            people.AddRange([row.ProposedBy, row.AgreedBy]);
        foreach (var row in await db.ManualEntries.AsNoTracking().Where(row => row.CycleId == cycle.Id && row.Subject == appeal.Subject).ToListAsync(ct))
            people.AddRange([row.EnteredBy, row.ReviewedBy]);
        people.AddRange(await db.Appeals.AsNoTracking().Where(row => row.CycleId == cycle.Id && row.Subject == appeal.Subject).Select(row => row.AnsweredBy).ToListAsync(ct));
        return [.. people.OfType<string>()];
    }
}
