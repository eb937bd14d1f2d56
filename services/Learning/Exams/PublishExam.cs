using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Exams;

public sealed record PublishExamResponse(Guid ExamId, string State, int Pool);

/// <summary>Freezes the questions that the blueprint can draw. A bank that holds too few is named row by row.</summary>
internal static class PublishExam
{
    internal static async Task<Results<Ok<PublishExamResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid examId, Caller caller, LearningDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Exams.SingleOrDefaultAsync(row => row.Id == examId, ct) is not { } exam) return TypedResults.NotFound();
        if (!caller.Organises(exam.UnitPath)) return Organisers.NotYours.ToProblem();
        if (exam.Publish(clock.GetUtcNow()) is { } refusal) return refusal.ToProblem();

        var pool = await Freeze(exam, db, ct);
        if (Missing(exam, pool).ToList() is { Count: > 0 } missing) return TooFew(missing).ToProblem();
        db.ExamQuestions.AddRange(pool);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new PublishExamResponse(exam.Id, exam.State, pool.Count));
    }

    private static async Task<List<ExamQuestion>> Freeze(Exam exam, LearningDb db, CancellationToken ct)
    {
        var pool = new List<ExamQuestion>();
        foreach (var (section, row) in exam.Blueprint.Index())
        {
            var before = pool.Count;
            var questions = await db.BankQuestions.AsNoTracking()
                .Where(question => question.Topic == row.Topic && question.Kind == row.Kind && !question.Retired).OrderBy(question => question.Code).ToListAsync(ct);
            pool.AddRange(questions.Select((question, index) => new ExamQuestion
            {
                ExamId = exam.Id, Number = before + index + 1, QuestionId = question.Id, Section = section, Kind = question.Kind,
                Points = row.Points, Content = question.Content,
            }));
        }

        return pool;
    }

    private static IEnumerable<object> Missing(Exam exam, List<ExamQuestion> pool) =>
        from entry in exam.Blueprint.Index()
        let there = pool.Count(question => question.Section == entry.Index)
        where there < entry.Item.Count
        select new { row = entry.Index, entry.Item.Topic, entry.Item.Kind, needed = entry.Item.Count, there };

    private static Refusal TooFew(List<object> missing) => new("bank-too-small", "题库里的题不够组卷。", "The bank holds too few questions for this blueprint.")
    {
        Details = new Dictionary<string, object?> { ["rows"] = missing },
    };
}
