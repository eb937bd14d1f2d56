using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Xapi;

[Collection(nameof(LearningSite))]
public sealed class Protocol(LearningSite site)
{
    private readonly XapiCaller caller = XapiCaller.Of(site);

    [Theory]
    [InlineData("1.0", "1.0.3")]
    [InlineData("1.0.1", "1.0.3")]
    [InlineData("2.0.0", "2.0.0")]
    public async Task The_version_is_answered_in_kind(string asked, string answered)
    {
        using var answer = await new XapiCaller(caller.Client, asked).Send(HttpMethod.Get, "/xapi/statements?limit=1");
        Assert.Equal([answered], answer.Headers.GetValues("X-Experience-API-Version"));
        Assert.True(DateTimeOffset.TryParse(answer.Headers.GetValues("X-Experience-API-Consistent-Through").Single(), out _));
    }

    [Theory]
    [InlineData("0.95")]
    [InlineData("1.1.0")]
    [InlineData("3.0.0")]
    [InlineData("")]
    public async Task Another_version_is_refused(string asked)
    {
        using var answer = await new XapiCaller(caller.Client, asked).Send(HttpMethod.Get, "/xapi/statements");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotEmpty(answer.Headers.GetValues("X-Experience-API-Version"));
    }

    [Fact]
    public async Task About_needs_neither_version_nor_token()
    {
        using var answer = await site.Host.Client().GetAsync(new Uri("/xapi/about", UriKind.Relative));
        Assert.Equal("""["1.0.3","2.0.0"]""", (await Reply.Body(answer))["version"]!.ToJsonString());
    }

    [Fact]
    public async Task Without_credentials_nothing_is_told()
    {
        using var answer = await new XapiCaller(site.Host.Client()).Send(HttpMethod.Get, "/xapi/statements");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains(answer.Headers.WwwAuthenticate, one => one.Scheme == "Basic");
    }

    [Fact]
    public async Task Head_answers_like_get_without_a_body()
    {
        var id = await caller.Store(Samples.Statement());
        using var answer = await caller.Send(HttpMethod.Head, $"/xapi/statements?statementId={id}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotNull(answer.Content.Headers.LastModified);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_alternate_syntax_of_1_0_stores_and_reads()
    {
        var statement = Samples.Statement().With("id", Guid.CreateVersion7().ToString());
        var token = caller.Client.DefaultRequestHeaders.Authorization!.ToString();
        using var put = await Alternate("PUT", ("statementId", statement["id"]!.ToString()), ("content", statement.ToJsonString()), ("Content-Type", "application/json"));
        Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);
        using var get = await Alternate("GET", ("statementId", statement["id"]!.ToString()));
        Assert.Equal(statement["id"]!.ToString(), (await Reply.Body(get))["id"]!.ToString());
        using var extra = await Alternate("GET&limit=1");
        Assert.Equal(HttpStatusCode.BadRequest, extra.StatusCode);

        async Task<HttpResponseMessage> Alternate(string method, params (string, string)[] fields)
        {
            using var plain = site.Host.Client();
            using var form = new FormUrlEncodedContent([new("Authorization", token), new("X-Experience-API-Version", "1.0.3"), .. fields.Select(field => new KeyValuePair<string, string>(field.Item1, field.Item2))]);
            return await plain.PostAsync(new Uri($"/xapi/statements?method={method}", UriKind.Relative), form);
        }
    }

    [Fact]
    public async Task The_alternate_syntax_is_gone_in_2_0()
    {
        using var form = new FormUrlEncodedContent([new("X-Experience-API-Version", "2.0.0"), new("limit", "1")]);
        using var answer = await caller.Client.PostAsync(new Uri("/xapi/statements?method=GET", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_2_0_statement_has_context_agents_and_keeps_its_version()
    {
        var two = new XapiCaller(caller.Client, "2.0.0");
        var who = Samples.Statement()["actor"]!;
        var statement = Samples.Statement().With("version", "2.0.0").With("context/contextAgents", new JsonArray(new JsonObject
        {
            ["objectType"] = "contextAgent", ["agent"] = who.DeepClone(), ["relevantTypes"] = new JsonArray("https://forest.example/roles/witness"),
        }));
        var id = await two.Store(statement);
        Assert.Equal("2.0.0", (await two.Get(id))["version"]!.GetValue<string>());
        Assert.Equal([id], await two.Find($"agent={Samples.Escape(who)}&related_agents=true"));
    }

    [Fact]
    public async Task Attachments_travel_in_parts_and_come_back()
    {
        var (statement, bytes) = WithAttachment("巡护照片说明"u8.ToArray());
        using var stored = await caller.Client.SendAsync(Multipart(statement, bytes, HashOf(bytes)));
        Assert.Equal(HttpStatusCode.OK, stored.StatusCode);
        var id = (await Reply.Body(stored))[0]!.GetValue<Guid>();
        using var answer = await caller.Send(HttpMethod.Get, $"/xapi/statements?statementId={id}&attachments=true");
        Assert.StartsWith("multipart/mixed", answer.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.Contains("巡护照片说明", body, StringComparison.Ordinal);
        Assert.Contains($"X-Experience-API-Hash: {HashOf(bytes)}", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attachment_that_is_missing_stray_or_altered_is_refused()
    {
        var (statement, bytes) = WithAttachment([1, 2, 3]);
        using var plain = await caller.Post(statement.DeepClone());
        using var altered = await caller.Client.SendAsync(Multipart(statement, [1, 2, 4], HashOf(bytes)));
        using var stray = await caller.Client.SendAsync(Multipart(Samples.Statement(), bytes, HashOf(bytes)));
        Assert.All([plain, altered, stray], answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
    }

    [Fact]
    public async Task A_signature_must_be_over_the_statement_that_it_came_with()
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        var statement = Samples.Statement().With("id", Guid.CreateVersion7().ToString());
        async Task<HttpStatusCode> Send(JsonObject signed, string algorithm)
        {
            var jws = Encoding.ASCII.GetBytes(Sign(key, signed, algorithm));
            var whole = statement.DeepClone().AsObject().With("attachments", new JsonArray(Attachment(jws, "http://adlnet.gov/expapi/attachments/signature", "application/octet-stream")));
            using var answer = await caller.Client.SendAsync(Multipart(whole, jws, HashOf(jws)));
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.BadRequest, await Send(Samples.Statement().With("id", statement["id"]!.ToString()), "RS256"));
        Assert.Equal(HttpStatusCode.BadRequest, await Send(statement, "none"));
        Assert.Equal(HttpStatusCode.OK, await Send(statement, "RS256"));
    }

    private static string Sign(System.Security.Cryptography.RSA key, JsonObject payload, string algorithm)
    {
        static string Encode(byte[] bytes) => Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(bytes);
        var signed = $"{Encode(Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}"}"""))}.{Encode(Encoding.UTF8.GetBytes(payload.ToJsonString()))}";
        return $"{signed}.{Encode(key.SignData(Encoding.ASCII.GetBytes(signed), System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1))}";
    }

    private static (JsonObject Statement, byte[] Bytes) WithAttachment(byte[] bytes) =>
        (Samples.Statement().With("attachments", new JsonArray(Attachment(bytes, "https://forest.example/attachments/note", "text/plain"))), bytes);

    private static JsonObject Attachment(byte[] bytes, string usage, string type) => new()
    {
        ["usageType"] = usage, ["display"] = new JsonObject { ["zh-CN"] = "附件" }, ["contentType"] = type, ["length"] = bytes.Length, ["sha2"] = HashOf(bytes),
    };

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    private static HttpRequestMessage Multipart(JsonObject statement, byte[] bytes, string hash)
    {
        var content = new MultipartContent("mixed", "----forest");
        content.Add(new StringContent(statement.ToJsonString(), Encoding.UTF8, "application/json"));
        var part = new ByteArrayContent(bytes);
        part.Headers.ContentType = new("application/octet-stream");
        part.Headers.TryAddWithoutValidation("Content-Transfer-Encoding", "binary");
        part.Headers.TryAddWithoutValidation("X-Experience-API-Hash", hash);
        content.Add(part);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/xapi/statements", UriKind.Relative)) { Content = content };
        request.Headers.Add("X-Experience-API-Version", "1.0.3");
        return request;
    }
}
