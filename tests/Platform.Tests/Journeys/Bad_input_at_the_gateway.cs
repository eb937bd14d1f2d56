using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Ronghe.Platform.Tests.Journeys;

[Collection(nameof(Platform))]
public sealed class Bad_input_at_the_gateway(Platform platform)
{
    private static readonly string[] SchemasOfEachService =
        ["OpenCaseRequest", "CreateProgrammeRequest", "CompleteLessonRequest", "CountsResponse", "ListEvidenceResponse"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // Takes answers of nobody: there is no token to ask for.
    private const string SurveyAnswers = "/api/v1/welfare/survey-answers";

    [Fact]
    public async Task Every_post_answers_400_to_an_empty_body_and_401_without_a_token()
    {
        using var anonymous = platform.Client();
        using var administrator = platform.Client(await platform.SignIn.Person("system-admin"));
        using var security = platform.Client(await platform.SignIn.Person("security-admin"));
        using var officer = platform.Client(await platform.SignIn.Person("b01-union-officer"));
        var document = await anonymous.GetFromJsonAsync<JsonObject>("openapi/v1.json", Ct);
        Assert.StartsWith("3.1", document!["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        var posts = document["paths"]!.AsObject().Where(path => path.Value!["post"]?["requestBody"]?["content"]?["application/json"] is not null).Select(path => path.Key).ToList();
        Assert.True(posts.Count >= 6, $"Only {posts.Count} POSTs in the document.");

        var wrong = new List<string>();
        foreach (var path in posts.Where(path => path.StartsWith("/api/v1/", StringComparison.Ordinal) && path != SurveyAnswers))
        {
            var address = "." + System.Text.RegularExpressions.Regex.Replace(path.Replace("{number}", "1", StringComparison.Ordinal), "{[^}]*}", Guid.CreateVersion7().ToString());
            using var nobody = await anonymous.PostAsync(address, new StringContent("", Encoding.UTF8, "application/json"), Ct);
            if (nobody.StatusCode != HttpStatusCode.Unauthorized) wrong.Add($"{path} without a token answered {(int)nobody.StatusCode}");
            var client = document["paths"]![path]!["post"]!["tags"]!.ToJsonString().Contains("Security", StringComparison.Ordinal) ? security
                : path.Contains("/directory/", StringComparison.Ordinal) || path.Contains("/operations/", StringComparison.Ordinal) ? administrator : officer;
            foreach (var body in new[] { "", "{}", "[]" })
            {
                using var answer = await client.PostAsync(address, new StringContent(body, Encoding.UTF8, "application/json"), Ct);
                var problem = await answer.Content.ReadAsStringAsync(Ct);
                if (answer.StatusCode != HttpStatusCode.BadRequest || JsonNode.Parse(problem)?["errors"]?.AsObject() is not { Count: > 0 }) wrong.Add($"{path} answered {(int)answer.StatusCode} to '{body}': {problem}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("api/v1/nothing/here")]
    [InlineData("internal/directory/snapshot")]
    [InlineData("api/v1/welfare/nowhere")]
    public async Task An_unknown_route_answers_404_as_a_problem(string path)
    {
        using var client = platform.Client(await platform.SignIn.Person("system-admin"));
        using var answer = await client.GetAsync(path, Ct);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_token_without_the_scope_answers_403()
    {
        using var client = platform.Client(await platform.SignIn.Subsidiary("learning"));
        using var answer = await client.GetAsync("api/v1/power-items/items", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_foreign_units_case_does_not_exist_for_the_caller_and_its_counts_are_refused()
    {
        using var client = platform.Client(await platform.SignIn.Subsidiary());
        using var counts = await client.GetAsync("api/v1/situation/counts?unit=G/B02/", Ct);
        using var unknown = await client.GetAsync($"api/v1/power-items/cases/{Guid.CreateVersion7()}", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, counts.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task The_document_holds_every_service()
    {
        using var client = platform.Client();
        var document = await client.GetFromJsonAsync<JsonObject>("openapi/v1.json", Ct);
        Assert.True(document!["info"]!["x-missing"] is null, $"Missing: {document["info"]!["x-missing"]?.ToJsonString()}");
        Assert.All(SchemasOfEachService, name => Assert.True(document["components"]!["schemas"]!.AsObject().ContainsKey(name), $"{name} is not in the document"));
    }
}
