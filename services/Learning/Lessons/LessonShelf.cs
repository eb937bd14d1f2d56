using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Learning.Lessons;

/// <summary>Every lesson there is, read once at start. A lesson that cannot be right stops the start.</summary>
internal sealed class LessonShelf
{
    private readonly SortedDictionary<string, Lesson> lessons = new(StringComparer.Ordinal);

    internal IReadOnlyCollection<Lesson> All => lessons.Values;

    internal static LessonShelf Load(string seeds)
    {
        var shelf = new LessonShelf();
        var folder = Path.Combine(seeds, "lessons");
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var lesson = SeedFile.Read<Lesson>(file);
            if (FindFault(lesson) is { } fault) throw SeedFile.Wrong(file, fault.Field, fault.What);
            if (!shelf.lessons.TryAdd(lesson.Code, lesson)) throw SeedFile.Wrong(file, "code", $"{lesson.Code} is already taken by another file");
        }

        return shelf;
    }

    internal Lesson? Find(string code) => lessons.GetValueOrDefault(code);

    internal static (string Field, string What)? FindFault(Lesson lesson)
    {
        if (lesson.Version < 1) return ("version", "must be 1 or more");
        if (lesson.Questions.Count == 0) return ("questions", "a lesson needs at least one");
        foreach (var (index, question) in lesson.Questions.Index())
        {
            if (question.Options.Count < 2) return ($"questions[{index}].options", "must be two or more");
            if (!question.Allows(question.Answer)) return ($"questions[{index}].answer", $"{question.Answer} is not among the options");
        }

        return null;
    }
}
