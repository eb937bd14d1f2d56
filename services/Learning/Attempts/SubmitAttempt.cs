using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Learning.Exams;
using Ronghe.Learning.Marks;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Attempts;

/// <param name="Points">Null until a person has marked what only a person can mark.</param>
public sealed record OutcomeResponse(Guid AttemptId, string State, decimal? Points, decimal FullPoints, bool? Passed, string? Certificate, IReadOnlyList<ReviewResponse> Review);

/// <summary>What the learner takes home: shown after marking, so that a mistake teaches something.</summary>
public sealed record ReviewResponse(int Number, string Text, string? Given, decimal? Points, decimal FullPoints, string Explanation, string Basis);

internal static class SubmitAttempt
{
    internal static async Task<Results<Ok<OutcomeResponse>, NotFound>> Handle(
        Guid attemptId, Caller caller, LiveExams exams, UnitOfWorkFactory<LearningDb> work, TimeProvider clock, CancellationToken ct)
    {
        // Everything, because who moved to another unit in between still hands in their own paper; the person is checked.
        await using var unit = await work.BeginAsync(UnitScope.Everything, ct);
        if (await Settlement.Lock(attemptId, unit.Db, ct) is not { } attempt || attempt.PersonId != caller.PersonId) return TypedResults.NotFound();
        var live = await exams.Find(attempt.ExamId) ?? throw new InvalidOperationException("An attempt without its exam.");
        if (attempt.State == AttemptStates.Running)
        {
            await unit.Db.SaveAndPublishAsync(await Settlement.Submit(attempt, live, unit.Db, clock.GetUtcNow(), ct), ct);
            await unit.CommitAsync(CancellationToken.None);
        }

        return TypedResults.Ok(await Describe(attempt, live, unit.Db, clock.GetUtcNow(), ct));
    }

    internal static async Task<Results<Ok<OutcomeResponse>, NotFound>> Read(
        Guid attemptId, Caller caller, LiveExams exams, UnitOfWorkFactory<LearningDb> work, TimeProvider clock, CancellationToken ct)
    {
        await using var unit = await work.BeginAsync(UnitScope.Everything, ct);
        if (await unit.Db.Attempts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == attemptId && row.PersonId == caller.PersonId, ct) is not { } attempt) return TypedResults.NotFound();
        return TypedResults.Ok(await Describe(attempt, (await exams.Find(attempt.ExamId))!, unit.Db, clock.GetUtcNow(), ct));
    }

    private static async Task<OutcomeResponse> Describe(Attempt attempt, LiveExam live, LearningDb db, DateTimeOffset now, CancellationToken ct)
    {
        var certificate = await db.Certificates.Where(row => row.AttemptId == attempt.Id && row.RevokedAt == null).Select(row => row.Number).SingleOrDefaultAsync(ct);
        return new(attempt.Id, attempt.State, attempt.Points, live.Exam.FullPoints, attempt.Passed, certificate, now < live.Exam.ClosesAt ? [] : await Review(attempt, live, db, ct));
    }

    // Explanations name the right answer: they wait until nobody can sit the exam any more.
    private static async Task<IReadOnlyList<ReviewResponse>> Review(Attempt attempt, LiveExam live, LearningDb db, CancellationToken ct)
    {
        if (attempt.State != AttemptStates.Marked) return [];
        var answers = await db.Answers.AsNoTracking().Where(row => row.AttemptId == attempt.Id).ToDictionaryAsync(row => row.Number, row => row.Given, ct);
        var marks = await Settlement.LatestMarks(attempt.Id, db, ct);
        return [.. attempt.Paper.Select(entry => live.Questions[entry.Number - 1]).Select(question => new ReviewResponse(
            question.Number, question.Content.Text, answers.GetValueOrDefault(question.Number), marks.TryGetValue(question.Number, out var points) ? points : null,
            question.Points, question.Content.Explanation, question.Content.Basis))];
    }
}
