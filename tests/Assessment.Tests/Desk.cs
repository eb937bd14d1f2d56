using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Testing;

namespace Ronghe.Assessment.Tests;

/// <summary>What people at the desk do, in one line each.</summary>
internal static class Desk
{
    internal const string Root = "/api/v1/assessment/";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static Task<HttpResponseMessage> Send(this HttpClient caller, string path, object? body = null) =>
        body is null ? caller.PostAsync(Root + path, null, Ct) : caller.PostAsJsonAsync(Root + path, body, Ct);

    internal static async Task<JsonNode> Done(this HttpClient caller, string path, object? body = null)
    {
        using var answer = await caller.Send(path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Ct)}");
        return await Reply.Body(answer);
    }

    internal static async Task<JsonNode> Refused(this HttpClient caller, string type, string path, object? body = null)
    {
        using var answer = await caller.Send(path, body);
        var problem = await Reply.Body(answer);
        Assert.True((string?)problem["type"] == "urn:ronghe:problem:" + type, $"{path}: {answer.StatusCode} {problem.ToJsonString()}");
        Assert.True(answer.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError);
        return problem;
    }

    internal static async Task<JsonNode> Get(this HttpClient caller, string path) => (await caller.GetFromJsonAsync<JsonNode>(Root + path, Ct))!;

    internal static object Figure(string series, string unit, string period, decimal? value, string measure) => new { series, unit, period, value, measure };

    internal static object Framework(string code, string subjectKind, params object[] nodes) =>
        new { code, name = "测试体系", nameEn = "Test framework", subjectKind, vetoCap = 59.9m, nodes };

    internal static object Node(string code, decimal weight, object indicator, string name = "修复成果") =>
        new { code, name, nameEn = "Outcome", weight, indicator };

    /// <summary>Saved by one, put live by another.</summary>
    internal static async Task<Guid> LiveFramework(AssessmentSite site, object framework)
    {
        using var author = site.Person("G/", "PartyWorker@G/");
        using var other = site.Person("G/", "Manager@G/");
        var id = (Guid)(await author.Done("frameworks", framework))["frameworkId"]!;
        await other.Done($"frameworks/{id}/live");
        return id;
    }
}
