using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Identity.Credentials;

/// <summary>
/// Passwords and parts of passwords that everybody tries first, from <c>common-passwords.txt</c>. A password made of nothing but
/// these, digits and signs is as well known as they are: <c>P@ssword2026!!</c> is <c>password</c>.
/// </summary>
internal sealed class CommonPasswords
{
    private readonly HashSet<string> words;
    private readonly int longest;

    private CommonPasswords(HashSet<string> words) => (this.words, longest) = (words, words.Max(word => word.Length));

    internal static CommonPasswords Read(string folder)
    {
        var file = Path.Combine(folder, "common-passwords.txt");
        if (!File.Exists(file)) throw new SeedException(file, 0, "(document)", "file not found");
        var words = File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').ToList();
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Length < 3 || words[i].Any(char.IsUpper)) throw new SeedException(file, i + 1, words[i], "needs three characters or more, in lower case");
        }

        return words.Count > 0 ? new([.. words]) : throw new SeedException(file, 1, "(document)", "is empty");
    }

    internal bool Knows(string password)
    {
        var lower = password.ToLowerInvariant();
        return IsMadeOfWords(lower) || IsMadeOfWords(string.Concat(lower.Where(char.IsLetter))); // p.a.s.s.w.o.r.d
    }

    // p@ssw0rd for password.
    private static char Unmasked(char letter) => letter switch
    {
        '@' or '4' => 'a', '0' => 'o', '1' or '!' => 'i', '3' => 'e', '$' or '5' => 's', '7' => 't', _ => letter,
    };

    // Some cut of the text into listed words, masked or not, and digits and signs: a number alone is as easily tried.
    private bool IsMadeOfWords(string text)
    {
        var unmasked = string.Concat(text.Select(Unmasked));
        var reachable = new bool[text.Length + 1];
        reachable[0] = true;
        for (var end = 1; end <= text.Length; end++)
        {
            reachable[end] = reachable[end - 1] && !char.IsLetter(text[end - 1]);
            for (var start = Math.Max(0, end - longest); start < end && !reachable[end]; start++)
            {
                reachable[end] = reachable[start] && (words.Contains(text[start..end]) || words.Contains(unmasked[start..end]));
            }
        }

        return reachable[^1];
    }
}
