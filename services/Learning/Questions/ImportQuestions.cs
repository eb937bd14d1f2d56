using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Questions;

public sealed record ImportQuestionsResponse(int Added, int Replaced);

/// <summary>Takes an Excel sheet whole, or refuses it whole with every row that is wrong.</summary>
internal static class ImportQuestions
{
    private const int MostBytes = 5 << 20;
    private const int MostErrors = 200;

    internal static async Task<Results<Ok<ImportQuestionsResponse>, ProblemHttpResult>> Handle(
        HttpRequest request, Caller caller, LearningDb db, CancellationToken ct)
    {
        if (!caller.Organises(caller.UnitPath)) return Organisers.NotYours.ToProblem();
        using var workbook = new MemoryStream();
        if (!await Read(request, workbook, ct)) return TooLarge.ToProblem();

        var (questions, errors) = QuestionSheet.Read(workbook);
        if (errors.Count > 0) return Broken(errors).ToProblem();
        var codes = questions.ConvertAll(question => question.Code);
        var known = await db.BankQuestions.Where(row => codes.Contains(row.Code)).ToDictionaryAsync(row => row.Code, ct);
        if (known.Values.Any(row => !caller.Organises(row.UnitPath))) return TakenElsewhere(known.Values.First(row => !caller.Organises(row.UnitPath)).Code).ToProblem();

        foreach (var question in questions) Put(question, known.GetValueOrDefault(question.Code), caller.UnitPath, db);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new ImportQuestionsResponse(questions.Count - known.Count, known.Count));
    }

    private static void Put(SheetQuestion question, BankQuestion? known, string unitPath, LearningDb db)
    {
        if (known is null)
        {
            db.BankQuestions.Add(new BankQuestion
            {
                Id = Guid.CreateVersion7(), Code = question.Code, UnitPath = unitPath, Topic = question.Topic, Kind = question.Kind,
                Content = question.Content, Retired = false, Version = 1,
            });
            return;
        }

        (known.Topic, known.Kind, known.Content, known.Retired) = (question.Topic, question.Kind, question.Content, false);
        known.Version++;
    }

    private static async Task<bool> Read(HttpRequest request, MemoryStream into, CancellationToken ct)
    {
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, ct)) > 0)
        {
            if (into.Length + read > MostBytes) return false;
            into.Write(buffer, 0, read);
        }

        into.Position = 0;
        return true;
    }

    private static readonly Refusal TooLarge = new("file-too-large", "表格太大，最多 5 MiB。", "The sheet is too large: at most 5 MiB.", StatusCodes.Status413PayloadTooLarge);

    private static Refusal TakenElsewhere(string code) => new(
        "code-taken", $"编号 {code} 已被其他单位使用。", $"The code {code} belongs to another unit.");

    private static Refusal Broken(List<RowError> errors) => new(
        "sheet-broken", $"表格有 {errors.Count} 处问题，没有导入任何题目。", $"The sheet has {errors.Count} faults; nothing was imported.", StatusCodes.Status400BadRequest)
    {
        Details = new Dictionary<string, object?> { ["rows"] = errors.Take(MostErrors).ToList() },
    };
}
