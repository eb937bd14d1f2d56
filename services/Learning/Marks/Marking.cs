using System.Globalization;
using System.Text;
using Ronghe.Learning.Exams;
using Ronghe.Learning.Questions;

namespace Ronghe.Learning.Marks;

/// <summary>What an answer is worth. A pure rule: the same answer under the same key gets the same points.</summary>
internal static class Marking
{
    /// <summary>
    /// Share of the points, 0 to 1; null when a person must read it. Of several right options, some of them and no wrong one give half.
    /// </summary>
    internal static decimal? Share(string kind, IReadOnlyList<string> key, IReadOnlyList<int> order, string? given)
    {
        if (string.IsNullOrWhiteSpace(given)) return 0;
        return kind switch
        {
            QuestionKinds.Case => null,
            QuestionKinds.FillIn => key.Any(accepted => Plain(accepted) == Plain(given)) ? 1 : 0,
            QuestionKinds.TrueFalse => string.Equals(key[0], given.Trim(), StringComparison.OrdinalIgnoreCase) ? 1 : 0,
            QuestionKinds.Ordering => Original(given, order).SequenceEqual(key) ? 1 : 0,
            QuestionKinds.Multiple => Several(key.ToHashSet(), [.. Original(given, order)]),
            _ => Original(given, order) is [var only] && only == key[0] ? 1 : 0,
        };
    }

    internal static decimal? Points(ExamQuestion question, PaperQuestion entry, IReadOnlyList<string> key, string? given) =>
        Share(question.Kind, key, entry.Order, given) is { } share ? Math.Round(share * question.Points, 2) : null;

    private static decimal Several(HashSet<string> key, HashSet<string> chosen) =>
        chosen.SetEquals(key) ? 1 : chosen.Count > 0 && chosen.IsSubsetOf(key) ? 0.5m : 0;

    // A letter on the paper stands for the option at its place in the order; letters that are not there make the answer wrong.
    private static List<string> Original(string given, IReadOnlyList<int> order) =>
        [.. given.ToUpperInvariant().Where(char.IsLetterOrDigit).Select(letter => letter - 'A')
            .Select(place => place >= 0 && place < order.Count ? QuestionRules.Letter(order[place]) : "?")];

    // Full-width and half-width, case, blanks and closing punctuation do not make an answer wrong.
    private static string Plain(string text) => string.Concat(
        text.Normalize(NormalizationForm.FormKC).ToLower(CultureInfo.InvariantCulture).Where(letter => !char.IsWhiteSpace(letter) && !char.IsPunctuation(letter)));
}
