using Ronghe.Learning.Audiences;
using Ronghe.Learning.Lessons;

namespace Ronghe.Learning.Feeds;

/// <summary>A few lessons beside what was assigned, each with its reason. Nothing is learned from how long or how often anybody looked.</summary>
internal static class Recommendations
{
    private const int Most = 5;

    /// <param name="facts">Null when the person's facts are not to be used.</param>
    /// <param name="completed">Lesson codes, the latest first; empty when they are not to be used.</param>
    internal static IReadOnlyList<FeedItem> For(LessonShelf shelf, Facts? facts, IReadOnlyList<string> completed, IReadOnlyList<string> assigned)
    {
        if (facts is null) return [.. shelf.All.Take(Most).Select(lesson => Item(lesson, "按目录顺序推荐，没有使用您的个人信息。", "In the order of the catalogue; nothing about you was used."))];
        var left = shelf.All.Where(lesson => !completed.Contains(lesson.Code) && !assigned.Contains(lesson.Code));
        return [.. left.Select(lesson => (Lesson: lesson, Reason: Reason(lesson, shelf, facts, completed))).OrderBy(entry => entry.Reason.Rank).Take(Most)
            .Select(entry => Item(entry.Lesson, entry.Reason.Chinese, entry.Reason.English))];
    }

    private static (int Rank, string Chinese, string English) Reason(Lesson lesson, LessonShelf shelf, Facts facts, IReadOnlyList<string> completed)
    {
        if (completed.Select(shelf.Find).FirstOrDefault(done => done?.Topic == lesson.Topic) is { } before) return (1, $"您学过同一专题的《{before.Title}》。", $"You learned “{before.TitleEn}” of the same topic.");
        if (lesson.Topic == "Party" && facts.PartyMember) return (2, "您是党员。", "You are a Party member.");
        if (lesson.Topic == "Union" && facts.UnionMember) return (3, "您是工会会员。", "You are a union member.");
        return (4, "您还没有学过。", "You have not learned it yet.");
    }

    private static FeedItem Item(Lesson lesson, string chinese, string english) => new(
        "Lesson", lesson.Code, ReadLesson.InReadersLanguage(lesson.Title, lesson.TitleEn), null, false, [ReadLesson.InReadersLanguage(chinese, english)]);
}
