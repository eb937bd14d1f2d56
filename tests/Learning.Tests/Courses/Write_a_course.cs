using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Learning.Courses;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Courses;

[Collection(nameof(LearningSite))]
public sealed class Write_a_course(LearningSite site)
{
    private const string Statute = """
        # 护林试行办法

        2020年1月1日 通过

        ## 第一章 总 则

        第一条 为了护林，制定本办法。

        ## 第二章 巡护

        第二条 巡护员应当**立即报告**火情。

        <script>alert(1)</script> [点这里](javascript:alert(1)) [条文](https://forest.example/law)
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_statute_has_one_lesson_a_chapter()
    {
        var (title, chapters) = CourseText.Split(Statute);
        Assert.Equal("护林试行办法", title);
        Assert.Equal(["第一章 总 则", "第二章 巡护"], chapters.Select(chapter => chapter.Title));
        Assert.All(chapters, chapter => Assert.Single(chapter.Lessons));
        Assert.StartsWith("第一条", chapters[0].Lessons[0].Text);
        Assert.DoesNotContain("第二条", chapters[0].Lessons[0].Text);
        Assert.Single(CourseText.Split("# 无章\n\n第一条 只有一条。").Chapters);
    }

    [Fact]
    public void What_is_read_can_only_be_read()
    {
        var html = CourseText.ToHtml(CourseText.Split(Statute).Chapters[1].Lessons[0].Text);
        Assert.Contains("<strong>立即报告</strong>", html);
        Assert.Contains("https://forest.example/law", html);
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("javascript:", html);
    }

    [Fact]
    public async Task A_course_is_reviewed_by_somebody_else_and_its_next_version_retires_it()
    {
        var code = NewCode();
        using var author = site.Organiser();
        using var reviewer = site.Organiser();
        using var reader = site.Person("G/B01/");
        Assert.Equal((1, "Draft", 2), await Import(author, code, Statute));
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"/api/v1/learning/courses/{code}", Ct)).StatusCode);
        Assert.Equal("course-drafted", await Reply.Problem(await Send(reviewer, code, Statute)));
        Assert.Equal("course-state", await Reply.Problem(await Act(reviewer, code, 1, "publish")));
        Assert.True((await Act(author, code, 1, "submit")).IsSuccessStatusCode);
        Assert.Equal("own-course", await Reply.Problem(await Act(author, code, 1, "publish")));
        Assert.Equal("course-in-review", await Reply.Problem(await Send(author, code, Statute)));
        Assert.True((await Act(reviewer, code, 1, "publish")).IsSuccessStatusCode);
        Assert.Equal(2, (await reader.GetFromJsonAsync<JsonNode>($"/api/v1/learning/courses/{code}", Ct))!["chapters"]!.AsArray().Count);

        Assert.Equal((2, "Draft", 1), await Import(author, code, "# 护林办法\n\n## 第一章\n\n新的一条。"));
        Assert.Equal(1, (int)(await reader.GetFromJsonAsync<JsonNode>($"/api/v1/learning/courses/{code}", Ct))!["number"]!); // the draft changes nothing for readers
        await Act(author, code, 2, "submit");
        Assert.True((await Act(reviewer, code, 2, "publish")).IsSuccessStatusCode);
        Assert.Equal(2, (int)(await reader.GetFromJsonAsync<JsonNode>($"/api/v1/learning/courses/{code}", Ct))!["number"]!);
        Assert.Equal("Retired,Published", await site.Ask<string>($"SELECT string_agg(state, ',' ORDER BY number) FROM course_versions WHERE code = '{code}'"));
        Assert.Contains("新的一条", (string)(await reader.GetFromJsonAsync<JsonNode>($"/api/v1/learning/courses/{code}/lessons/c01", Ct))!["html"]!);
        Assert.True((await Act(author, code, 2, "retire")).IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"/api/v1/learning/courses/{code}", Ct)).StatusCode);
    }

    [Fact]
    public async Task Others_may_neither_write_nor_publish()
    {
        var code = NewCode();
        using var author = site.Organiser("G/B01/");
        await Import(author, code, Statute);
        using var staff = site.Person("G/B01/");
        using var other = site.Organiser("G/B02/");
        Assert.Equal("not-organiser", await Reply.Problem(await Send(staff, code, Statute)));
        Assert.Equal("not-organiser", await Reply.Problem(await Send(other, code, Statute)));
        Assert.Equal("not-organiser", await Reply.Problem(await Act(other, code, 1, "submit")));
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(author, NewCode(), "没有标题")).StatusCode);
    }

    private static string NewCode() => $"C-{Guid.CreateVersion7():N}".ToUpperInvariant();

    private static Task<HttpResponseMessage> Send(HttpClient author, string code, string markdown) =>
        author.PostAsJsonAsync("/api/v1/learning/courses/imports", new { code, markdown }, Ct);

    private static async Task<(int, string, int)> Import(HttpClient author, string code, string markdown)
    {
        var answer = await Send(author, code, markdown);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        var body = await Reply.Body(answer);
        return ((int)body["number"]!, (string)body["state"]!, (int)body["lessons"]!);
    }

    private static Task<HttpResponseMessage> Act(HttpClient organiser, string code, int number, string act) =>
        organiser.PostAsJsonAsync($"/api/v1/learning/courses/{code}/versions/{number}/acts", new { act }, Ct);
}
