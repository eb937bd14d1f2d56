using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Learning.Questions;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Exams;

public sealed record CreateExamRequest(
    [Required, Length(1, 200)] string? Title,
    [Required, Length(1, 200)] string? TitleEn,
    [Required, Length(1, 20)] IReadOnlyList<BlueprintRow>? Blueprint,
    [Required] DateTimeOffset? OpensAt,
    [Required] DateTimeOffset? ClosesAt,
    [Required, Range(1, 600)] int? Minutes,
    [Required, Range(0, 10000)] decimal? PassPoints,
    [Range(1, 10)] int Attempts = 1,
    [Range(0, 40)] decimal CreditHours = 0,
    Guid? AudienceId = null);

public sealed record CreateExamResponse(Guid ExamId, string State, decimal FullPoints);

internal static class CreateExam
{
    internal static async Task<Results<Created<CreateExamResponse>, ProblemHttpResult>> Handle(
        CreateExamRequest request, Caller caller, LearningDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!caller.Organises(caller.UnitPath)) return Organisers.NotYours.ToProblem();
        if (Faults(request).ToArray() is { Length: > 0 } faults) return ProblemTypes.Invalid(faults);
        if (request.AudienceId is { } audience && !await db.Audiences.AnyAsync(row => row.Id == audience, ct)) return ProblemTypes.Invalid(("audienceId", "没有这个人群。", "There is no such audience."));

        var exam = Build(request, caller.UnitPath, clock.GetUtcNow());
        db.Exams.Add(exam);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/learning/exams/{exam.Id}", new CreateExamResponse(exam.Id, exam.State, exam.FullPoints));
    }

    private static Exam Build(CreateExamRequest request, string unitPath, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UnitPath = unitPath,
        Title = request.Title!,
        TitleEn = request.TitleEn!,
        Blueprint = request.Blueprint!,
        OpensAt = request.OpensAt!.Value.ToUniversalTime(),
        ClosesAt = request.ClosesAt!.Value.ToUniversalTime(),
        Minutes = request.Minutes!.Value,
        PassPoints = request.PassPoints!.Value,
        Attempts = request.Attempts,
        CreditHours = request.CreditHours,
        AudienceId = request.AudienceId,
        Seed = RandomNumberGenerator.GetBytes(32),
        State = ExamStates.Draft,
        Version = 1,
    };

    private static IEnumerable<(string, string, string)> Faults(CreateExamRequest request)
    {
        if (request.ClosesAt <= request.OpensAt) yield return ("closesAt", "结束应晚于开始。", "It must close after it opens.");
        foreach (var (index, row) in request.Blueprint!.Index())
        {
            if (row is null || row.Count is < 1 or > 100) yield return ($"blueprint[{index}].count", "每行 1–100 题。", "Each row draws 1–100 questions.");
            else if (row.Points is <= 0 or > 100) yield return ($"blueprint[{index}].points", "每题 0–100 分。", "A question is worth up to 100 points.");
            else if (!QuestionKinds.All.Contains(row.Kind)) yield return ($"blueprint[{index}].kind", "没有这种题型。", "There is no such kind.");
        }

        if (request.PassPoints > request.Blueprint!.Sum(row => row is null ? 0 : row.Count * row.Points)) yield return ("passPoints", "及格线高于满分。", "More than the full points.");
    }
}
