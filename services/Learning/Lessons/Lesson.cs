namespace Ronghe.Learning.Lessons;

/// <summary>A micro-lesson as written in <c>seeds/lessons</c>: to be read in one to three minutes, with a check at its end.</summary>
internal sealed record Lesson(
    string Code,
    int Version,
    string Topic,
    string Title,
    string TitleEn,
    IReadOnlyList<string> Body,
    IReadOnlyList<string> BodyEn,
    IReadOnlyList<LegalBasis> Basis,
    IReadOnlyList<Question> Questions)
{
    /// <summary>Keys of the questions that were not answered rightly, in the lesson's order.</summary>
    internal IReadOnlyList<string> FindWrong(IReadOnlyList<string> answers) =>
        [.. Questions.Where((question, index) => !question.IsRight(answers[index])).Select(question => question.Key)];
}

/// <summary>What a lesson rests on. The version is the date of the law's text; the text itself is not copied.</summary>
public sealed record LegalBasis(string Law, string Version, IReadOnlyList<string> Articles);

/// <param name="Answer">The right options, such as <c>B</c> or <c>ABD</c>.</param>
internal sealed record Question(string Key, string Text, string TextEn, IReadOnlyList<Option> Options, string Answer)
{
    internal bool Multiple => Answer.Length > 1;

    /// <summary>Order and case of the options that were chosen do not matter.</summary>
    internal bool IsRight(string chosen) => Sort(chosen) == Sort(Answer);

    /// <summary>True when each option chosen exists and is named once.</summary>
    internal bool Allows(string chosen)
    {
        var letters = Sort(chosen);
        return letters.Length > 0 && letters.Distinct().Count() == letters.Length
            && letters.All(letter => Options.Any(option => option.Value == letter.ToString()));
    }

    private static string Sort(string chosen) => string.Concat(chosen.ToUpperInvariant().Order());
}

internal sealed record Option(string Value, string Label, string LabelEn);
