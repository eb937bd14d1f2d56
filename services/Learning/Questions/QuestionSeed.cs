using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Learning.Questions;

/// <summary>The questions of <c>seeds/learning/questions</c>, checked at start and put into an empty bank.</summary>
internal sealed record QuestionSeed(IReadOnlyList<SheetQuestion> Questions)
{
    internal static QuestionSeed Load(string seeds)
    {
        var all = new List<SheetQuestion>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(seeds, "learning", "questions"), "*.json").Order(StringComparer.Ordinal))
        {
            foreach (var (index, question) in SeedFile.Read<List<SheetQuestion>>(file).Index())
            {
                if (QuestionRules.Faults(question.Code, question.Topic, question.Kind, question.Content).FirstOrDefault() is { Field: not null } fault) throw SeedFile.Wrong(file, $"[{index}].{fault.Field}", fault.English);
                if (all.Any(other => other.Code == question.Code)) throw SeedFile.Wrong(file, $"[{index}].code", $"{question.Code} is taken");
                all.Add(question);
            }
        }

        return new(all);
    }

    internal static async Task Fill(IServiceProvider services, LearningDb db, CancellationToken ct)
    {
        if (await db.BankQuestions.AnyAsync(ct)) return;
        db.BankQuestions.AddRange(services.GetRequiredService<QuestionSeed>().Questions.Select(question => new BankQuestion
        {
            Id = Guid.CreateVersion7(), Code = question.Code, UnitPath = "G/", Topic = question.Topic, Kind = question.Kind, Content = question.Content, Retired = false, Version = 1,
        }));
        await db.SaveChangesAsync(ct);
    }
}
