using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Xapi;

/// <summary>A learning record provider that speaks one version.</summary>
internal sealed class XapiCaller(HttpClient client, string version = "1.0.3")
{
    internal static XapiCaller Of(LearningSite site, string unitPath = "G/B01/", string version = "1.0.3") => new(site.Client(unitPath, "learning"), version);

    internal HttpClient Client => client;

    internal Task<HttpResponseMessage> Post(JsonNode body) => Send(HttpMethod.Post, "/xapi/statements", body.ToJsonString());

    internal Task<HttpResponseMessage> Put(Guid id, JsonNode body) => Send(HttpMethod.Put, $"/xapi/statements?statementId={id}", body.ToJsonString());

    internal async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? body = null, string? type = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Add("X-Experience-API-Version", version);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        }

        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    /// <summary>The ids of the Statements that these filters find, in order, over all pages.</summary>
    internal async Task<List<Guid>> Find(string filters)
    {
        var found = new List<Guid>();
        for (var next = $"/xapi/statements?{filters}"; next.Length > 0;)
        {
            using var answer = await Send(HttpMethod.Get, next);
            Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
            var body = await Reply.Body(answer);
            found.AddRange(body["statements"]!.AsArray().Select(one => one!["id"]!.GetValue<Guid>()));
            next = body["more"]!.GetValue<string>();
        }

        return found;
    }

    internal async Task<JsonNode> Get(Guid id, string more = "")
    {
        using var answer = await Send(HttpMethod.Get, $"/xapi/statements?statementId={id}{more}");
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        return await Reply.Body(answer);
    }

    internal async Task<Guid> Store(JsonNode statement)
    {
        using var answer = await Post(statement);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await Reply.Body(answer))[0]!.GetValue<Guid>();
    }
}

/// <summary>Statements to begin with; each call makes ones that nobody else's search finds.</summary>
internal static class Samples
{
    internal static JsonObject Statement(string? actor = null, string? activity = null, string verb = "http://adlnet.gov/expapi/verbs/completed") => new()
    {
        ["actor"] = new JsonObject { ["mbox"] = $"mailto:{actor ?? Fresh()}@forest.example" },
        ["verb"] = new JsonObject { ["id"] = verb, ["display"] = new JsonObject { ["zh-CN"] = "完成", ["en-US"] = "completed" } },
        ["object"] = new JsonObject { ["id"] = $"https://forest.example/lessons/{activity ?? Fresh()}" },
    };

    internal static string Fresh() => Guid.CreateVersion7().ToString("N");

    internal static JsonObject With(this JsonObject statement, string path, JsonNode? value)
    {
        var steps = path.Split('/');
        JsonNode at = statement;
        foreach (var step in steps[..^1]) at = at is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : at[step] ??= new JsonObject();
        if (at is JsonArray array) array[int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture)] = value;
        else at[steps[^1]] = value;
        return statement;
    }

    internal static JsonObject Without(this JsonObject statement, string name)
    {
        statement.Remove(name);
        return statement;
    }

    internal static string Escape(JsonNode node) => Uri.EscapeDataString(node.ToJsonString());
}
