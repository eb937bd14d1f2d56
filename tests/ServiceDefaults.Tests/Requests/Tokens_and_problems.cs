using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Requests;

[Collection(nameof(NotesService))]
public sealed class Tokens_and_problems(NotesService service)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> BadTokens() => ["none", "garbled", "expired", "audience", "issuer", "type", "key", "algorithm"];

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_token_that_is_not_right_answers_401(string what)
    {
        using var client = new HttpClient { BaseAddress = service.Address };
        if (BadToken(what) is { } token) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        // Twice: a refusal must not be remembered as a success.
        for (var round = 0; round < 2; round++)
        {
            var answer = await client.GetAsync("/notes", Ct);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
            Assert.Equal("urn:ronghe:problem:not-signed-in", await TypeOf(answer));
        }
    }

    [Fact]
    public async Task A_remembered_token_ends_at_its_expiry()
    {
        using var client = new HttpClient { BaseAddress = service.Address };
        // The clock skew of five seconds is allowed when it is validated; what is remembered ends at its exp.
        var token = service.Token(change: descriptor => descriptor.Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(1));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/notes", Ct)).StatusCode);
        var deadline = TimeProvider.System.GetUtcNow().AddSeconds(15);
        while ((await client.GetAsync("/notes", Ct)).StatusCode != HttpStatusCode.Unauthorized)
        {
            Assert.True(TimeProvider.System.GetUtcNow() < deadline, "The token still works 15 seconds later.");
            await Task.Delay(200, Ct);
        }
    }

    [Fact]
    public async Task Another_scope_answers_403()
    {
        using var client = service.Client(scope: "other notesx");
        var answer = await client.GetAsync("/notes", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("urn:ronghe:problem:not-allowed", await TypeOf(answer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"text\":5}")]
    [InlineData("{\"text\":\"a\",\"tekst\":\"b\"}")]
    [InlineData("{\"text\":\"a\",\"text\":\"b\"}")]
    [InlineData("{\"text\":")]
    public async Task A_bad_body_answers_400_as_a_problem(string body)
    {
        using var client = service.Client();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await client.PostAsync("/notes", content, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("urn:ronghe:problem:invalid-input", await TypeOf(answer));
        Assert.NotEmpty(JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!["errors"]!.AsObject());
    }

    [Fact]
    public async Task An_unknown_route_answers_404_in_the_readers_language()
    {
        using var client = service.Client();
        var chinese = await client.GetAsync("/nowhere", Ct);
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        var english = await client.GetAsync("/nowhere", Ct);
        Assert.Equal(HttpStatusCode.NotFound, chinese.StatusCode);
        Assert.Contains("没有找到", JsonNode.Parse(await chinese.Content.ReadAsStringAsync(Ct))!["detail"]!.GetValue<string>());
        Assert.Contains("nothing here", await english.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task A_bug_answers_500_without_its_message()
    {
        using var client = service.Client();
        var answer = await client.PostAsJsonAsync("/notes/broken", new { }, Ct);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.DoesNotContain("secret detail", await answer.Content.ReadAsStringAsync(Ct));
    }

    private string? BadToken(string what)
    {
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return what switch
        {
            "none" => null,
            "garbled" => service.Token()[..^4] + "AAAA",
            "expired" => service.Token(change: descriptor => descriptor.Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1)),
            "audience" => service.Token(change: descriptor => descriptor.Audience = "elsewhere"),
            "issuer" => service.Token(change: descriptor => descriptor.Issuer = "https://other.test/"),
            "type" => service.Token(change: descriptor => descriptor.TokenType = "JWT"),
            "key" => service.Token(change: descriptor => descriptor.SigningCredentials = new(new ECDsaSecurityKey(foreign) { KeyId = "test" }, "ES256")),
            _ => service.Token(change: descriptor => descriptor.SigningCredentials = new(new SymmetricSecurityKey(new byte[64]) { KeyId = "test" }, "HS256")),
        };
    }

    private static async Task<string?> TypeOf(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))?["type"]?.GetValue<string>();
}
