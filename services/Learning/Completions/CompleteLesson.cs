using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Contracts.Learning;
using Ronghe.Learning.Lessons;
using Ronghe.Learning.Xapi.Lessons;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Completions;

/// <param name="Answers">One for each question in the lesson's order: the letters chosen, such as <c>B</c> or <c>ABD</c>.</param>
public sealed record CompleteLessonRequest([Required, Length(1, 100)] IReadOnlyList<string>? Answers);

public sealed record CompleteLessonResponse(Guid CompletionId, string LessonCode, int LessonVersion, DateTimeOffset CompletedAt);

internal static class CompleteLesson
{
    internal static async Task<Results<Created<CompleteLessonResponse>, Ok<CompleteLessonResponse>, NotFound, ProblemHttpResult>> Handle(
        string code, CompleteLessonRequest request, Caller caller, LessonShelf shelf, LearningDb db, OwnStatements records, TimeProvider clock, CancellationToken ct)
    {
        if (!caller.IsPerson) return Organisers.PersonsOnly.ToProblem();
        if (shelf.Find(code) is not { } lesson) return TypedResults.NotFound();
        if (FindInvalid(lesson, request.Answers!) is { Length: > 0 } invalid) return ProblemTypes.Invalid(invalid);
        if (lesson.FindWrong(request.Answers!) is { Count: > 0 } wrong) return LookAgain(wrong).ToProblem();

        var completion = Complete(lesson, caller, clock.GetUtcNow());
        if (!await Insert(completion, db, ct)) return TypedResults.Ok(await ReadFirst(completion, db, ct));

        await records.Completed(db, completion.Id, completion.PersonId, completion.UnitPath, lesson, completion.CompletedAt, ct);
        await db.SaveAndPublishAsync(ct, new LessonCompleted(
            completion.Id, 1, completion.PersonId, completion.UnitPath, completion.LessonCode, completion.CompletedAt));
        return TypedResults.Created($"/api/v1/learning/completions/{completion.Id}", Describe(completion));
    }

    private static (string, string, string)[] FindInvalid(Lesson lesson, IReadOnlyList<string> answers) =>
        answers.Count != lesson.Questions.Count
            ? [("answers", $"这一课有 {lesson.Questions.Count} 道题，请逐题作答。", $"This lesson has {lesson.Questions.Count} questions; answer each.")]
            : [.. lesson.Questions.Index().Where(entry => answers[entry.Index] is not { } chosen || !entry.Item.Allows(chosen))
                .Select(entry => ($"answers[{entry.Index}]", "请从选项中选择。", "Choose among the options."))];

    private static Refusal LookAgain(IReadOnlyList<string> wrong) => new(
        "check-not-passed", "还差一点，请再看看这几题。", "Not quite yet: look at these questions again.")
    {
        Details = new Dictionary<string, object?> { ["lookAgain"] = wrong },
    };

    private static Completion Complete(Lesson lesson, Caller caller, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        PersonId = caller.PersonId,
        UnitPath = caller.UnitPath,
        LessonCode = lesson.Code,
        LessonVersion = lesson.Version,
        CompletedAt = now,
    };

    // Two devices may send the same completion at once: the second waits for the first and then finds its row.
    private static async Task<bool> Insert(Completion row, LearningDb db, CancellationToken ct) => await db.Database.ExecuteSqlAsync($"""
        INSERT INTO completions (id, person_id, unit_path, lesson_code, lesson_version, completed_at)
        VALUES ({row.Id}, {row.PersonId}, {row.UnitPath}, {row.LessonCode}, {row.LessonVersion}, {row.CompletedAt})
        ON CONFLICT (person_id, lesson_code, lesson_version) DO NOTHING
        """, ct) == 1;

    private static async Task<CompleteLessonResponse> ReadFirst(Completion again, LearningDb db, CancellationToken ct) => Describe(
        await db.Completions.AsNoTracking().SingleAsync(row => row.PersonId == again.PersonId
            && row.LessonCode == again.LessonCode && row.LessonVersion == again.LessonVersion, ct));

    private static CompleteLessonResponse Describe(Completion row) => new(row.Id, row.LessonCode, row.LessonVersion, row.CompletedAt);
}
