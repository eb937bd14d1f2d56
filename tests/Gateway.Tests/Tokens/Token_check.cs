using System.Net;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Ronghe.Gateway.Tests.Running;
using Ronghe.Testing;

namespace Ronghe.Gateway.Tests.Tokens;

public sealed class Token_check : GatewayTest
{
    private static readonly Uri Lessons = Answers.At("/api/v1/learning/lessons");

    [Fact]
    public async Task A_valid_token_reaches_the_service_also_the_second_time()
    {
        using var client = Gateway.Client(Issuer.Person());
        for (var time = 0; time < 2; time++)
        {
            using var answer = await client.GetAsync(Lessons);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.StartsWith("Bearer ", (await answer.Json())["headers"]!["Authorization"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_token_is_401_with_a_bare_challenge()
    {
        using var client = Gateway.Client();
        using var answer = await client.GetAsync(Lessons);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("not-signed-in", await answer.Problem());
        Assert.Empty(Backend.Requests);
    }

    public static TheoryData<string> Wrongs => ["garbled", "expired", "audience", "issuer", "type", "key", "none", "tampered", "empty", "basic"];

    [Theory]
    [MemberData(nameof(Wrongs))]
    public async Task A_wrong_token_is_401_and_reaches_nobody(string wrong)
    {
        var right = Issuer.Token();
        var value = wrong switch
        {
            "garbled" => "Bearer not.a.token",
            "expired" => "Bearer " + Issuer.Token(expires: TimeSpan.FromSeconds(-30)),
            "audience" => "Bearer " + Issuer.Token(audience: "other"),
            "issuer" => "Bearer " + Issuer.Token(issuer: "https://elsewhere.test/"),
            "type" => "Bearer " + Issuer.Token(type: "JWT"),
            "key" => "Bearer " + Issuer.Token(ownKey: false),
            "none" => "Bearer " + Unsigned(right),
            "tampered" => "Bearer " + Tampered(right),
            "basic" => "Basic " + right,
            _ => "Bearer "
        };
        using var client = Gateway.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", value);
        using var answer = await client.GetAsync(Lessons);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.StartsWith("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Contains(await answer.Problem(), new[] { "invalid-token", "not-signed-in" });
        Assert.Empty(Backend.Requests);
    }

    [Fact]
    public async Task A_basic_key_passes_to_the_record_store_which_checks_it_and_a_wrong_token_does_not()
    {
        using var client = Gateway.Client();
        async Task<HttpStatusCode> Ask(string authorization)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Answers.At("/xapi/statements"));
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await Ask("Bearer not.a.token"));
        Assert.Empty(Backend.Requests);
        Assert.Equal(HttpStatusCode.OK, await Ask("Basic a2V5OnNlY3JldA=="));
        Assert.Equal("/xapi/statements", Assert.Single(Backend.Requests).Path);
    }

    [Fact]
    public async Task An_answer_to_a_survey_passes_without_a_token_and_nothing_else_of_welfare_does()
    {
        using var client = Gateway.Client();
        using var answer = await client.PostAsync(Answers.At("/api/v1/welfare/survey-answers"), new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var surveys = await client.GetAsync(Answers.At("/api/v1/welfare/surveys"));
        Assert.Equal(HttpStatusCode.Unauthorized, surveys.StatusCode);
    }

    [Fact]
    public async Task A_token_without_the_routes_scope_is_403_naming_it()
    {
        using var client = Gateway.Client(Issuer.Person("learning"));
        using var answer = await client.GetAsync(Answers.At("/api/v1/welfare/programmes"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("scope=\"welfare\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal("scope-missing", await answer.Problem());
        Assert.Empty(Backend.Requests);
    }

    [Fact]
    public async Task A_validated_token_is_refused_once_it_has_expired()
    {
        using var client = Gateway.Client(Issuer.Token(expires: TimeSpan.FromSeconds(-3.5))); // within the five seconds of skew
        using (var first = await client.GetAsync(Lessons)) Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await Eventually.True(async () =>
        {
            using var later = await client.GetAsync(Lessons);
            return later.StatusCode == HttpStatusCode.Unauthorized;
        }, "the token is refused", TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Two_authorization_headers_are_401()
    {
        using var client = Gateway.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", ["Bearer " + Issuer.Token(), "Bearer x"]);
        using var answer = await client.GetAsync(Lessons);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Sign_in_health_and_the_documents_need_no_token()
    {
        using var client = Gateway.Client();
        foreach (var path in new[] { "/connect/token", "/account/sign-in", "/.well-known/openid-configuration", "/health", "/alive", "/health/all", "/openapi/v1.json", "/docs/", "/", "/desk" })
        {
            using var answer = await client.GetAsync(Answers.At(path));
            Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
        }
    }

    private static string Unsigned(string token)
    {
        var header = Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes("""{"alg":"none","typ":"at+jwt"}"""));
        return $"{header}.{token.Split('.')[1]}.";
    }

    private static string Tampered(string token)
    {
        var parts = token.Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace("\"learning\"", "\"learning welfare\"", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}";
    }
}
