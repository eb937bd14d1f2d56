using System.Globalization;
using System.Text;

namespace Ronghe.ServiceDefaults.Burden;

/// <summary>
/// Finds wordings however they are spaced, cased or widened. A wording right behind a negation (不考核学习时长) is none; what a thing
/// really measures is told by its measures, not by its words.
/// </summary>
internal sealed class BurdenWords(BurdenRules rules)
{
    internal string? FirstOf(BurdenRule rule, string text)
    {
        var (packed, spaced) = (Pack(text), Space(text));
        return rule.Words.FirstOrDefault(word => Occurs(packed, Pack(word), ""))
            ?? rule.WordsEn.FirstOrDefault(word => Occurs(spaced, $" {Space(word).Trim()} ", " "));
    }

    private bool Occurs(string text, string word, string between)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var before = text[..at];
            if (!rules.Negations.Any(negation => before.EndsWith(between + negation, StringComparison.Ordinal))) return true;
        }

        return false;
    }

    // Chinese has no spaces that mean anything: none may hide a word, nor may punctuation or invisible characters.
    private static string Pack(string text) => string.Concat(Folded(text).Where(char.IsLetterOrDigit));

    private static string Space(string text)
    {
        var spaced = new StringBuilder(" ");
        foreach (var character in Folded(text))
        {
            if (char.IsLetterOrDigit(character)) spaced.Append(character);
            else if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.Format && spaced[^1] != ' ') spaced.Append(' ');
        }

        return spaced.Append(' ').ToString().Replace("  ", " ", StringComparison.Ordinal);
    }

    private static string Folded(string text) => text.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
}
