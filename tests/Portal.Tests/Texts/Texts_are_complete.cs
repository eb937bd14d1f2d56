using System.Text.RegularExpressions;
using System.Xml.Linq;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Portal.Tests.Texts;

public sealed class Texts_are_complete
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "services", "Portal");
    private static readonly Dictionary<string, string> Chinese = Read("PageTexts.resx");
    private static readonly Dictionary<string, string> English = Read("PageTexts.en.resx");

    [Fact]
    public void Both_languages_have_the_same_keys() => Assert.Equal(Chinese.Keys.Order(), English.Keys.Order());

    [Fact]
    public void No_text_is_empty_and_placeholders_agree()
    {
        foreach (var (key, chinese) in Chinese)
        {
            Assert.False(string.IsNullOrWhiteSpace(chinese), $"{key} is empty in Chinese.");
            Assert.False(string.IsNullOrWhiteSpace(English[key]), $"{key} is empty in English.");
            Assert.True(Placeholders(chinese).SetEquals(Placeholders(English[key])), $"{key} takes other values in English.");
        }
    }

    [Fact]
    public void Every_key_that_a_page_asks_for_exists() => Assert.Empty(Used().Except(Chinese.Keys));

    [Fact]
    public void No_key_is_left_that_no_page_asks_for() => Assert.Empty(Chinese.Keys.Except(Used()));

    [Fact]
    public void English_texts_hold_no_Chinese() =>
        Assert.Empty(English.Where(text => Regex.IsMatch(text.Value, @"\p{IsCJKUnifiedIdeographs}")).Select(text => text.Key));

    private static Dictionary<string, string> Read(string file) => XDocument.Load(Path.Combine(Folder, "Texts", file)).Root!
        .Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static HashSet<string> Placeholders(string text) => [.. Regex.Matches(text, @"\{\d\}").Select(match => match.Value)];

    // A key stands literally where a text is asked for, also on either side of a choice: T[x ? "A" : "B"].
    private static HashSet<string> Used() =>
    [
        .. Directory.EnumerateFiles(Folder, "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal))
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), @"\bT\[(?:""([\w.]+)""|[^\]?]*\?\s*""([\w.]+)""\s*:\s*""([\w.]+)"")"))
            .SelectMany(match => match.Groups.Values.Skip(1)).Where(group => group.Success).Select(group => group.Value),
    ];
}
