using Ganss.Xss;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Ronghe.Learning.Courses;

/// <summary>Markdown in, chapters out; and for the reader HTML that can do nothing but be read.</summary>
internal static class CourseText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    // Whoever writes a course is not trusted with the reader's browser: links to scripts, styles and frames go.
    private static readonly HtmlSanitizer Sanitizer = new(new HtmlSanitizerOptions
    {
        AllowedTags = new HashSet<string> { "p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "a", "code", "pre", "br", "hr" },
        AllowedAttributes = new HashSet<string> { "href" },
        AllowedSchemes = new HashSet<string> { "https" },
        UriAttributes = new HashSet<string> { "href" },
    });

    internal static string ToHtml(string markdown) => Sanitizer.Sanitize(Markdown.ToHtml(markdown, Pipeline));

    /// <summary>
    /// The first heading is the title; each second-level heading opens a chapter of one lesson. What stands before the first chapter
    /// — how often a law was amended — is its own chapter only when there is no other.
    /// </summary>
    internal static (string Title, IReadOnlyList<CourseChapter> Chapters) Split(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        var title = document.OfType<HeadingBlock>().FirstOrDefault(heading => heading.Level == 1);
        List<HeadingBlock> heads = [.. document.OfType<HeadingBlock>().Where(heading => heading.Level == 2)];
        var name = title is null ? "" : PlainText(title);
        if (heads.Count == 0) return (name, Chapter(1, name, title is null ? markdown : markdown[(title.Span.End + 1)..]));
        return (name, [.. heads.SelectMany((heading, index) => Chapter(
            index + 1, PlainText(heading), markdown[(heading.Span.End + 1)..(index + 1 < heads.Count ? heads[index + 1].Span.Start : markdown.Length)]))]);
    }

    private static IReadOnlyList<CourseChapter> Chapter(int number, string title, string text) =>
        string.IsNullOrWhiteSpace(text) ? [] : [new(title, [new CourseLesson($"c{number:00}", title, text.Trim())])];

    private static string PlainText(HeadingBlock heading) =>
        string.Join(' ', string.Concat(heading.Inline!.Descendants<LiteralInline>().Select(literal => literal.Content.ToString())).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
