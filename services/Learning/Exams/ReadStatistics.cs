using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Learning.Exams;

/// <param name="Answered">Attempts that are marked and had the question on their paper.</param>
/// <param name="Difficulty">Mean share of the points, 0–1: the higher, the easier.</param>
/// <param name="Discrimination">Correlation of the question's points with the points of the rest of the paper; null when it cannot be told.</param>
public sealed record QuestionStatistics(int Number, string Text, int Answered, decimal Difficulty, double? Discrimination);

public sealed record ReadStatisticsResponse(IReadOnlyList<QuestionStatistics> Questions);

/// <summary>Figures about questions, never about people.</summary>
internal static class ReadStatistics
{
    private const string Sql = """
        WITH latest AS (
          SELECT DISTINCT ON (m.attempt_id, m.number) m.attempt_id, m.number, m.points
          FROM exam_marks m JOIN exam_attempts a ON a.id = m.attempt_id
          WHERE a.exam_id = {0} AND a.state = 'Marked' ORDER BY m.attempt_id, m.number, m.at DESC, m.id DESC),
        whole AS (SELECT attempt_id, number, points, sum(points) OVER (PARTITION BY attempt_id) - points AS rest FROM latest)
        SELECT w.number AS number, q.content ->> 'text' AS text, count(*)::int AS answered, round(avg(w.points / q.points), 4) AS difficulty,
          corr(w.points, w.rest) AS discrimination
        FROM whole w JOIN exam_questions q ON q.exam_id = {0} AND q.number = w.number
        GROUP BY w.number, q.content ->> 'text' ORDER BY w.number
        """;

    internal static async Task<Results<Ok<ReadStatisticsResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid examId, Caller caller, LearningDb db, CancellationToken ct)
    {
        if (await db.Exams.AsNoTracking().SingleOrDefaultAsync(row => row.Id == examId, ct) is not { } exam) return TypedResults.NotFound();
        if (!caller.Organises(exam.UnitPath)) return Organisers.NotYours.ToProblem();
        return TypedResults.Ok(new ReadStatisticsResponse(await db.Database.SqlQueryRaw<QuestionStatistics>(Sql, examId).ToListAsync(ct)));
    }
}
