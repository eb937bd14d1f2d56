using System.Net.Http.Json;
using System.Net;
using System.Text.Json.Nodes;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Lessons;

[Collection(nameof(LearningSite))]
public sealed class Read_lessons(LearningSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_lesson_is_there_in_both_languages_with_its_basis_and_without_its_answers()
    {
        using var person = site.Person("G/B01/");
        var list = (await person.GetFromJsonAsync<JsonNode>("/api/v1/learning/lessons", Ct))!["lessons"]!.AsArray();
        Assert.True(list.Count >= 8);
        foreach (var code in list.Select(lesson => (string)lesson!["code"]!))
        {
            var chinese = await Read(person, code, "zh-CN");
            var english = await Read(person, code, "en");
            Assert.NotEqual((string)chinese["title"]!, (string)english["title"]!);
            Assert.Equal(chinese["body"]!.AsArray().Count, english["body"]!.AsArray().Count);
            Assert.All(chinese["basis"]!.AsArray(), basis => Assert.Matches(@"^\d{4}-\d{2}-\d{2}$", (string)basis!["version"]!));
            Assert.NotEmpty(chinese["basis"]!.AsArray());
            Assert.All(chinese["questions"]!.AsArray(), question => Assert.Null(question!["answer"]));
        }
    }

    [Fact]
    public async Task Other_scopes_and_nobody_are_refused()
    {
        using var nobody = site.Host.Client();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/api/v1/learning/lessons", Ct)).StatusCode);
        using var other = site.Client("G/B01/", "welfare");
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync("/api/v1/learning/lessons", Ct)).StatusCode);
    }

    private static async Task<JsonNode> Read(HttpClient person, string code, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/learning/lessons/{code}");
        request.Headers.AcceptLanguage.ParseAdd(language);
        return await Reply.Body(await person.SendAsync(request, Ct));
    }
}
