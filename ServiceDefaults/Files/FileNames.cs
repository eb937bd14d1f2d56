using System.Text;

namespace Ronghe.ServiceDefaults.Files;

/// <summary>A file's name is something to show, never a place or a type.</summary>
public static class FileNames
{
    private const int Longest = 120;

    /// <summary>
    /// The last segment without control characters, characters that change the reading direction, and what file systems refuse; at most
    /// 120 characters. <paramref name="otherwise"/> when nothing is left.
    /// </summary>
    public static string Clean(string? name, string otherwise = "file")
    {
        var last = (name ?? "").Normalize(NormalizationForm.FormC).Split('/', '\\')[^1];
        var kept = new StringBuilder();
        foreach (var rune in last.EnumerateRunes().Where(rune => IsPlain(rune)))
        {
            if (kept.Length + rune.Utf16SequenceLength > Longest) break;
            kept.Append(rune);
        }

        var clean = kept.ToString().Trim(' ', '.');
        return clean.Length > 0 ? clean : otherwise;
    }

    private static bool IsPlain(Rune rune) =>
        !Rune.IsControl(rune)
        && Rune.GetUnicodeCategory(rune) is not (System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator)
        && !(rune.IsAscii && "<>:\"|?*".Contains((char)rune.Value, StringComparison.Ordinal));
}
