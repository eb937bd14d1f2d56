using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Ronghe.PowerItems.LegalBases;

/// <summary>A statute as read from a file: <c>name(yyyy-MM-dd).md</c>, headings as Markdown, articles as paragraphs that begin with 第…条.</summary>
/// <param name="Version">Date of the version, from the file's name.</param>
/// <param name="InForceFrom">From the text; never before the date of the version.</param>
internal sealed partial record StatuteFile(string Name, string Title, DateOnly Version, DateOnly InForceFrom, IReadOnlyList<StatuteArticle> Articles)
{
    private const string Digits = "零一二三四五六七八九";

    /// <exception cref="FormatException">The file is no statute; names the file and what is wrong.</exception>
    internal static StatuteFile Read(string path)
    {
        var file = Path.GetFileName(path);
        var named = FileName().Match(file);
        if (!named.Success || !DateOnly.TryParseExact(named.Groups["date"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var version))
            throw new FormatException($"{file}: the name is not NAME(yyyy-MM-dd).md");
        var lines = File.ReadAllLines(path, Encoding.UTF8).Select(Plain).ToList();
        var title = lines.FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim();
        if (string.IsNullOrEmpty(title)) throw new FormatException($"{file}: there is no title (# …)");
        var articles = ReadArticles(lines);
        if (articles.Count == 0) throw new FormatException($"{file}: there is no article");
        return new StatuteFile(named.Groups["name"].Value, title, version, Effective(lines, version), articles);
    }

    private static List<StatuteArticle> ReadArticles(List<string> lines)
    {
        var articles = new List<StatuteArticle>();
        var (headings, text) = (new Dictionary<int, string>(), new List<string>());
        string? number = null, chapter = null;
        foreach (var line in lines.Append("## end"))
        {
            var begins = Article().Match(line);
            var next = begins.Success ? NumberOf(begins) : null;
            if (next is not null && !Follows(number, next)) next = null; // a paragraph that only quotes another article
            if (next is not null || line.StartsWith('#'))
            {
                if (number is not null && text.Count > 0) articles.Add(new StatuteArticle(number, chapter, string.Join('\n', text)));
                text = [];
            }

            if (next is not null)
            {
                (number, chapter) = (next, headings.Count == 0 ? null : string.Join(' ', headings.OrderBy(one => one.Key).Select(one => one.Value)));
                text.Add(line[begins.Length..].Trim());
            }
            else if (line.StartsWith("##", StringComparison.Ordinal))
            {
                var depth = line.TakeWhile(letter => letter == '#').Count();
                foreach (var deeper in headings.Keys.Where(key => key >= depth).ToList()) headings.Remove(deeper);
                headings[depth] = line.TrimStart('#').Trim();
            }
            else if (text.Count > 0 && line.Length > 0)
            {
                text.Add(line);
            }
        }

        return articles;
    }

    private static bool Follows(string? before, string next)
    {
        if (before is null) return next == "1";
        var (last, now) = (before.Split('-').Select(Int).ToArray(), next.Split('-').Select(Int).ToArray());
        return now.Length == 1 ? now[0] == last[0] + 1 : now[0] == last[0] && now[1] == (last.Length == 2 ? last[1] + 1 : 1);
    }

    // The text of an amended statute still names the day on which its first version came into force.
    private static DateOnly Effective(List<string> lines, DateOnly version)
    {
        var days = lines.Select(line => EffectiveDate().Match(line)).Where(match => match.Success)
            .Select(match => new DateOnly(Int(match.Groups[1].Value), Int(match.Groups[2].Value), Int(match.Groups[3].Value))).ToList();
        return days.Count > 0 && days.Max() > version ? days.Max() : version;
    }

    private static string NumberOf(Match article)
    {
        var main = Chinese(article.Groups["number"].Value).ToString(CultureInfo.InvariantCulture);
        return article.Groups["of"].Success ? $"{main}-{Chinese(article.Groups["of"].Value)}" : main;
    }

    private static int Chinese(string text)
    {
        var (total, digit) = (0, 0);
        foreach (var letter in text.Replace('〇', '零'))
        {
            if (Digits.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var value) digit = value;
            else
            {
                total += (digit == 0 && letter == '十' ? 1 : digit) * (letter switch { '十' => 10, '百' => 100, _ => 1000 });
                digit = 0;
            }
        }

        return total + digit;
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    // Zero-width spaces and ideographic spaces come with texts from the web.
    private static string Plain(string line) => line.Replace("\u200B", "", StringComparison.Ordinal).Replace("\uFEFF", "", StringComparison.Ordinal).Trim().Trim('\u3000');

    [GeneratedRegex(@"^(?<name>.+)[(（](?<date>\d{4}-\d{2}-\d{2})[)）]\.md$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^第(?<number>[零〇一二三四五六七八九十百千]+)条(之(?<of>[一二三四五六七八九十]+))?[\s　]+")]
    private static partial Regex Article();

    [GeneratedRegex(@"(\d{4})年(\d{1,2})月(\d{1,2})日(?:起|\s+)施行")]
    private static partial Regex EffectiveDate();
}

/// <param name="Number">1, 2, …; 12-1 for 第十二条之一.</param>
/// <param name="Chapter">Part, chapter and section, with their titles; null in a statute without chapters.</param>
internal sealed record StatuteArticle(string Number, string? Chapter, string Text)
{
    internal byte[] Digest => SHA256.HashData(Encoding.UTF8.GetBytes(Text));
}
