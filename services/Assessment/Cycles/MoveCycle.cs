using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Scores;
using Ronghe.Contracts.Assessment;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Cycles;

/// <summary>
/// Open → Calibrating (frozen) → AwaitingAuthority → Approved, by power case PTY-10 alone → Told → Published. Each step is a person's act.
/// </summary>
internal static class MoveCycle
{
    private const int AppealDays = 10;

    internal static Task<Results<Ok<CycleResponse>, NotFound, ProblemHttpResult>> Score(
        Guid cycleId, Caller caller, AssessmentDb db, Scorer scorer, CancellationToken ct) => Act(cycleId, caller, db, CycleStates.Open, async cycle =>
        {
            await scorer.Score(cycle, null, "Computed", ct);
            return null;
        }, ct);

    internal static Task<Results<Ok<CycleResponse>, NotFound, ProblemHttpResult>> Freeze(
        Guid cycleId, Caller caller, AssessmentDb db, Scorer scorer, TimeProvider clock, CancellationToken ct) => Act(cycleId, caller, db, CycleStates.Open, async cycle =>
        {
            if (cycle.ToDay >= WorkingCalendar.DayOf(clock.GetUtcNow())) return NotOver;
            await scorer.Score(cycle, null, "Computed", ct);
            cycle.Freeze(clock.GetUtcNow());
            return null;
        }, ct);

    internal static Task<Results<Ok<CycleResponse>, NotFound, ProblemHttpResult>> Submit(
        Guid cycleId, Caller caller, AssessmentDb db, CancellationToken ct) => Act(cycleId, caller, db, CycleStates.Calibrating, async cycle =>
        {
            if (await db.Adjustments.AnyAsync(row => row.CycleId == cycleId && row.AgreedBy == null, ct)) return NotAgreed;
            cycle.Submit(await ResultsDigest(cycleId, db, ct));
            return null;
        }, ct);

    internal static Task<Results<Ok<CycleResponse>, NotFound, ProblemHttpResult>> Tell(
        Guid cycleId, Caller caller, AssessmentDb db, WorkingCalendar calendar, TimeProvider clock, CancellationToken ct) => Act(cycleId, caller, db, CycleStates.Approved, cycle =>
        {
            cycle.Tell(clock.GetUtcNow(), calendar.AddWorkingDays(clock.GetUtcNow(), AppealDays));
            return Task.FromResult<Refusal?>(null);
        }, ct);

    internal static async Task<Results<Ok<CycleResponse>, NotFound, ProblemHttpResult>> Publish(
        Guid cycleId, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await Act(cycleId, caller, db, CycleStates.Told, async cycle =>
        {
            if (now <= cycle.AppealUntil) return AppealsRunning;
            if (await db.Appeals.AnyAsync(appeal => appeal.CycleId == cycleId && appeal.Outcome == null, ct)) return AppealsOpen;
            var newest = await Newest(cycleId, db, ct);
            var framework = await db.Frameworks.AsNoTracking().Where(row => row.Id == cycle.FrameworkId).Select(row => row.Code).SingleAsync(ct);
            cycle.Publish(now);
            await db.SaveAndPublishAsync(ct, new ResultsPublished(
                cycle.Id, cycle.Version, framework, cycle.SubjectKind, cycle.UnitPath, cycle.FromDay, cycle.ToDay,
                newest.Count, newest.Count(row => row.Total is null), cycle.AuthorityCaseId!.Value, now));
            return null;
        }, ct);
    }

    /// <summary>Lower-case hex SHA-256 over a line for each subject, in ordinal order: subject, blank, hash of its newest snapshot.</summary>
    internal static async Task<string> ResultsDigest(Guid cycleId, AssessmentDb db, CancellationToken ct)
    {
        var lines = (await Newest(cycleId, db, ct)).OrderBy(row => row.Subject, StringComparer.Ordinal).Select(row => $"{row.Subject} {row.Hash}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    private static async Task<List<ScoreVersion>> Newest(Guid cycleId, AssessmentDb db, CancellationToken ct) => await db.ScoreVersions
        .FromSql($"SELECT DISTINCT ON (subject) * FROM score_versions WHERE cycle_id = {cycleId} ORDER BY subject, number DESC").AsNoTracking().ToListAsync(ct);

    private static async Task<Results<Ok<CycleResponse>, NotFound, ProblemHttpResult>> Act(
        Guid cycleId, Caller caller, AssessmentDb db, string from, Func<AppraisalCycle, Task<Refusal?>> act, CancellationToken ct)
    {
        if (await db.Cycles.SingleOrDefaultAsync(row => row.Id == cycleId, ct) is not { } cycle) return TypedResults.NotFound();
        if (!InCharge.Of(caller, cycle.UnitPath)) return InCharge.Refused.ToProblem();
        if (cycle.State != from) return WrongState(cycle, from).ToProblem();
        if (await act(cycle) is { } refusal) return refusal.ToProblem();
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Ok(OpenCycle.Describe(cycle));
    }

    private static Refusal WrongState(AppraisalCycle cycle, string needed) => new(
        "cycle-wrong-state", $"考核周期现在是“{cycle.State}”，这一步要在“{needed}”时办。", $"The cycle is {cycle.State}; this is done when it is {needed}.")
    {
        Details = new Dictionary<string, object?> { ["state"] = cycle.State, ["needed"] = needed },
    };

    private static Refusal NotOver { get; } = new("cycle-not-over", "周期还没有结束，不能冻结。", "The cycle is not over and cannot be frozen.");

    private static Refusal NotAgreed { get; } = new("adjustment-not-agreed", "还有校准意见没有经第二人同意。", "An adjustment still waits for a second person.");

    private static Refusal AppealsRunning { get; } = new("appeals-running", "申诉期还没有过。", "People can still appeal.");

    private static Refusal AppealsOpen { get; } = new("appeals-open", "还有申诉没有答复。", "An appeal still waits for its answer.");
}
