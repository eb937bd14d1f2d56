using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Cycles;
using Ronghe.Assessment.Scores;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Appeals;

public sealed record FileAppealRequest([Required, StringLength(2000, MinimumLength = 10)] string? Reason);

/// <param name="AnswerDue">End of the 15th working day after it was filed.</param>
/// <param name="Late">True when the answer is overdue.</param>
public sealed record AppealResponse(
    Guid AppealId, Guid CycleId, string Subject, Guid ScoreId, int Instance, string Reason, DateTimeOffset FiledAt, DateTimeOffset AnswerDue,
    bool Late, string? Outcome, string? Answer, DateTimeOffset? AnsweredAt, long Version);

/// <summary>Within ten working days of being told: the person, or for a unit or branch its leader or Party worker.</summary>
internal static class FileAppeal
{
    internal const int AppealDays = 10;
    internal const int AnswerDays = 15;

    private static readonly Refusal NotTold = new("appeal-not-open", "结果还没有告知，或已经公布，现在不能申诉。", "Appeals are open between telling and publishing.");
    private static readonly Refusal TooLate = new("appeal-too-late", "申诉期（告知后 10 个工作日）已过。", "The ten working days for an appeal are over.");
    private static readonly Refusal NotYours = new("appeal-not-yours", "只能就本人或本单位的结果申诉。", "You may appeal for yourself or your unit only.", StatusCodes.Status403Forbidden);
    private static readonly Refusal Twice = new("appeal-filed", "已经申诉过了。", "An appeal was filed already.");
    private static readonly Refusal NoAnswer = new("appeal-not-answered", "一审还没有答复。", "The first instance has not answered yet.");

    internal static async Task<Results<Created<AppealResponse>, NotFound, ProblemHttpResult>> First(
        Guid scoreId, FileAppealRequest request, Caller caller, AssessmentDb db, WorkingCalendar calendar, TimeProvider clock, CancellationToken ct)
    {
        if (await db.ScoreVersions.AsNoTracking().SingleOrDefaultAsync(row => row.Id == scoreId, ct) is not { } score) return TypedResults.NotFound();
        if (!Concerns(score, caller)) return NotYours.ToProblem();
        var cycle = await db.Cycles.AsNoTracking().SingleAsync(row => row.Id == score.CycleId, ct);
        if (cycle.State != CycleStates.Told) return NotTold.ToProblem();
        if (clock.GetUtcNow() > cycle.AppealUntil) return TooLate.ToProblem();
        return await File(score, 1, request, caller, db, calendar, clock.GetUtcNow(), ct);
    }

    internal static async Task<Results<Created<AppealResponse>, NotFound, ProblemHttpResult>> Second(
        Guid appealId, FileAppealRequest request, Caller caller, AssessmentDb db, WorkingCalendar calendar, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Appeals.AsNoTracking().SingleOrDefaultAsync(row => row.Id == appealId && row.Instance == 1, ct) is not { } first) return TypedResults.NotFound();
        if (first.FiledBy != caller.Subject) return NotYours.ToProblem();
        if (first.AnsweredAt is not { } answered) return NoAnswer.ToProblem();
        if (clock.GetUtcNow() > calendar.AddWorkingDays(answered, AppealDays)) return TooLate.ToProblem();
        var score = await db.ScoreVersions.AsNoTracking().Where(row => row.CycleId == first.CycleId && row.Subject == first.Subject)
            .OrderByDescending(row => row.Number).FirstAsync(ct);
        return await File(score, 2, request, caller, db, calendar, clock.GetUtcNow(), ct);
    }

    internal static AppealResponse Describe(Appeal appeal, DateTimeOffset now) => new(
        appeal.Id, appeal.CycleId, appeal.Subject, appeal.ScoreId, appeal.Instance, appeal.Reason, appeal.FiledAt, appeal.AnswerDue,
        appeal.Outcome is null && now > appeal.AnswerDue, appeal.Outcome, appeal.Answer, appeal.AnsweredAt, appeal.Version);

    private static bool Concerns(ScoreVersion score, Caller caller) => score.PersonId is { } person
        ? person == caller.PersonId
        : caller.Holds(RoleNames.Leader, score.UnitPath) || caller.Holds(RoleNames.PartyWorker, score.UnitPath);

    private static async Task<Results<Created<AppealResponse>, NotFound, ProblemHttpResult>> File(
        ScoreVersion score, int instance, FileAppealRequest request, Caller caller, AssessmentDb db, WorkingCalendar calendar, DateTimeOffset now, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"appeal {score.CycleId} {score.Subject}"}, 0))", ct);
        if (await db.Appeals.AnyAsync(row => row.CycleId == score.CycleId && row.Subject == score.Subject && row.Instance == instance, ct)) return Twice.ToProblem();
        var appeal = new Appeal
        {
            Id = Guid.CreateVersion7(now), CycleId = score.CycleId, Subject = score.Subject, UnitPath = score.UnitPath, ScoreId = score.Id, Instance = instance,
            FiledBy = caller.Subject, Reason = request.Reason!.Trim(), FiledAt = now, AnswerDue = calendar.AddWorkingDays(now, AnswerDays),
        };
        db.Appeals.Add(appeal);
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Created($"/api/v1/assessment/appeals/{appeal.Id}", Describe(appeal, now));
    }
}
