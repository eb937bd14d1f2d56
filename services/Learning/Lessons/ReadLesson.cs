using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Learning.Lessons;

public sealed record OptionResponse(string Value, string Label);

/// <param name="Multiple">True when more than one option is right.</param>
public sealed record QuestionResponse(string Key, string Text, bool Multiple, IReadOnlyList<OptionResponse> Options);

/// <param name="Completed">True when the caller has passed this version's check.</param>
public sealed record LessonResponse(
    string Code, int Version, string Topic, string Title, IReadOnlyList<string> Body, IReadOnlyList<LegalBasis> Basis,
    IReadOnlyList<QuestionResponse> Questions, bool Completed);

internal static class ReadLesson
{
    internal static async Task<Results<Ok<LessonResponse>, NotFound>> Handle(
        string code, Caller caller, LessonShelf shelf, LearningDb db, CancellationToken ct)
    {
        if (shelf.Find(code) is not { } lesson) return TypedResults.NotFound();

        var completed = await db.Completions.AnyAsync(
            row => row.PersonId == caller.PersonId && row.LessonCode == lesson.Code && row.LessonVersion == lesson.Version, ct);
        return TypedResults.Ok(Describe(lesson, completed));
    }

    private static LessonResponse Describe(Lesson lesson, bool completed) => new(
        lesson.Code, lesson.Version, lesson.Topic, InReadersLanguage(lesson.Title, lesson.TitleEn),
        InReadersLanguage(lesson.Body, lesson.BodyEn), lesson.Basis, [.. lesson.Questions.Select(Describe)], completed);

    private static QuestionResponse Describe(Question question) => new(
        question.Key, InReadersLanguage(question.Text, question.TextEn), question.Multiple,
        [.. question.Options.Select(option => new OptionResponse(option.Value, InReadersLanguage(option.Label, option.LabelEn)))]);

    internal static T InReadersLanguage<T>(T chinese, T english) =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? english : chinese;
}
