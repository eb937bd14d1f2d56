namespace Ronghe.Portal.Calls;

public sealed record LessonEntry(string Code, string Topic, string Title, int Questions, bool Completed);

public sealed record LessonList(LessonEntry[] Lessons);

public sealed record Lesson(string Code, string Topic, string Title, string[] Body, LessonBasis[] Basis, LessonQuestion[] Questions, bool Completed);

public sealed record LessonBasis(string Law, string Version, string[] Articles);

public sealed record LessonQuestion(string Key, string Text, bool Multiple, LessonOption[] Options);

public sealed record LessonOption(string Value, string Label);

public sealed record LessonCompletion(Guid CompletionId, string LessonCode);

internal sealed class LearningCalls(HttpClient http) : ServiceCalls(http)
{
    private const string Root = "http://learning/api/v1/learning";

    public Task<Answer<LessonList>> Lessons(CancellationToken ct) => Get<LessonList>($"{Root}/lessons", ct);

    public Task<Answer<Lesson>> Lesson(string code, CancellationToken ct) => Get<Lesson>($"{Root}/lessons/{Uri.EscapeDataString(code)}", ct);

    /// <param name="answers">One for each question in the lesson's order: the letters chosen.</param>
    public Task<Answer<LessonCompletion>> Complete(string code, IReadOnlyList<string> answers, string key, CancellationToken ct) =>
        Post<LessonCompletion>($"{Root}/lessons/{Uri.EscapeDataString(code)}/completions", new { answers }, key, ct);
}
