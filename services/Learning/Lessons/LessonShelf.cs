using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Learning.Lessons;

/// <summary>Every lesson there is, read once at start. A lesson that cannot be right stops the start.</summary>
internal sealed class LessonShelf
{
    private readonly SortedDictionary<string, Lesson> lessons = new(StringComparer.Ordinal);

    internal IReadOnlyCollection<Lesson> All => lessons.Values;

    internal static LessonShelf Load(IConfiguration configuration)
    {
        var shelf = new LessonShelf();
        var folder = Path.Combine(configuration["Seed:Folder"] ?? "seeds", "lessons");
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var lesson = SeedFile.Read<Lesson>(file);
            if (FindFault(lesson) is { } fault) throw new SeedException($"{file}: {fault}");
            if (!shelf.lessons.TryAdd(lesson.Code, lesson)) throw new SeedException($"{file}: code: {lesson.Code} is already taken by another file.");
        }

        return shelf;
    }

    internal Lesson? Find(string code) => lessons.GetValueOrDefault(code);

    internal static string? FindFault(Lesson lesson)
    {
        if (lesson.Questions.Count == 0) return "questions: a lesson needs at least one.";
        if (lesson.Version < 1) return "version: must be 1 or more.";
        foreach (var (index, question) in lesson.Questions.Index())
        {
            if (!question.Allows(question.Answer)) return $"questions[{index}].answer: {question.Answer} is not among the options.";
            if (question.Options.Count < 2) return $"questions[{index}].options: two at least.";
        }

        return null;
    }
}
