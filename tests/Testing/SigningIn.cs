using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Ronghe.Testing;

/// <summary>What the token endpoint answered.</summary>
public sealed record IssuedTokens(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken,
    [property: JsonPropertyName("id_token")] string? IdToken);

/// <summary>
/// A person's browser at Identity, or at the gateway before it: the sign-in form and authorization code with PKCE, as the public
/// client <c>ronghe-cli</c>.
/// <code>using var browser = new Browser(gateway); var tokens = await browser.SignIn("b01-union-chair", password);</code>
/// </summary>
public sealed class Browser(Uri address) : IDisposable
{
    /// <summary>Where a code is sent back to.</summary>
    public const string Callback = "http://127.0.0.1:5999/callback";

    /// <summary>Every scope a person may ask for.</summary>
    public const string AllScopes = "openid profile offline_access directory learning assessment welfare power-items situation";

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };

    /// <summary>Client with this browser's cookies; follows no redirect.</summary>
    public HttpClient Client => client;

    /// <summary>A fresh PKCE verifier and its S256 challenge.</summary>
    public static (string Verifier, string Challenge) Pkce()
    {
        var verifier = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        return (verifier, Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))));
    }

    /// <summary>Address of an authorization request.</summary>
    public static string AuthorizationRequest(string? challenge, string? method = "S256", string scopes = AllScopes) =>
        QueryHelpers.AddQueryString("/connect/authorize", new Dictionary<string, string?>
        {
            ["client_id"] = "ronghe-cli",
            ["response_type"] = "code",
            ["redirect_uri"] = Callback,
            ["scope"] = scopes,
            ["state"] = "state",
            ["code_challenge"] = challenge,
            ["code_challenge_method"] = method,
        }.Where(parameter => parameter.Value is not null));

    /// <summary>Signs in from the authorization request to the tokens.</summary>
    public async Task<IssuedTokens> SignIn(string userName, string password, string scopes = AllScopes)
    {
        var (verifier, challenge) = Pkce();
        var code = await Code(userName, password, AuthorizationRequest(challenge, scopes: scopes));
        using var answer = await Exchange(code, verifier);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<IssuedTokens>())!;
    }

    /// <summary>Goes through the sign-in form and returns the code.</summary>
    public async Task<string> Code(string userName, string password, string request)
    {
        using var first = await client.GetAsync(Relative(request));
        var form = first.Headers.Location ?? throw new HttpRequestException(await first.Content.ReadAsStringAsync());
        using var signedIn = await Submit(form.ToString(), userName, AccountSteps.Password(address, userName, password));
        var next = signedIn.Headers.Location ?? throw new HttpRequestException($"Sign-in answered {signedIn.StatusCode}.");
        var back = await AccountSteps.GoOn(client, address, next, userName, password);
        using var answer = await client.GetAsync(Relative(back.ToString()));
        return QueryHelpers.ParseQuery(answer.Headers.Location!.Query)["code"].ToString();
    }

    /// <summary>Opens the sign-in page and submits its form.</summary>
    public async Task<HttpResponseMessage> Submit(string page, string userName, string password)
    {
        var html = await client.GetStringAsync(Relative(page));
        return await AccountSteps.Submit(client, html, "/account/sign-in", ("userName", userName), ("password", password));
    }

    /// <summary>Exchanges a code.</summary>
    public Task<HttpResponseMessage> Exchange(string code, string? verifier) => Post(new()
    {
        ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = Callback, ["client_id"] = "ronghe-cli", ["code_verifier"] = verifier ?? "",
    });

    /// <summary>Uses a refresh token.</summary>
    public Task<HttpResponseMessage> Refresh(string refreshToken) => Post(new()
    {
        ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken, ["client_id"] = "ronghe-cli",
    });

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<HttpResponseMessage> Post(Dictionary<string, string> parameters)
    {
        using var form = new FormUrlEncodedContent(parameters);
        return await client.PostAsync(Relative("/connect/token"), form);
    }

    private static Uri Relative(string address) => new(address, UriKind.RelativeOrAbsolute);
}

/// <summary>A subsidiary's own system at the token endpoint: client credentials with private_key_jwt.</summary>
public static class ClientTokens
{
    /// <summary>A signed assertion (RFC 7523); what is null gets the value that is right.</summary>
    public static string Assertion(ECDsa key, string clientId, string audience, string? id = null, DateTimeOffset? expires = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = clientId,
            Audience = audience,
            TokenType = "client-authentication+jwt",
            IssuedAt = (expires ?? TimeProvider.System.GetUtcNow().AddMinutes(2)).AddMinutes(-2).UtcDateTime,
            Expires = (expires ?? TimeProvider.System.GetUtcNow().AddMinutes(2)).UtcDateTime,
            SigningCredentials = new(new ECDsaSecurityKey(key) { CryptoProviderFactory = new() { CacheSignatureProviders = false } }, SecurityAlgorithms.EcdsaSha256),
            Claims = new Dictionary<string, object> { ["sub"] = clientId, ["jti"] = id ?? Guid.CreateVersion7().ToString() },
        });

    /// <summary>Asks for a token with an assertion.</summary>
    public static async Task<HttpResponseMessage> Ask(HttpClient client, string assertion, string? scopes = null)
    {
        var parameters = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = assertion,
        };
        if (scopes is not null) parameters["scope"] = scopes;
        using var form = new FormUrlEncodedContent(parameters);
        return await client.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
    }

    /// <summary>A token of a client whose private key lies in a PEM file.</summary>
    /// <param name="client">At Identity or the gateway.</param>
    /// <param name="issuer">Identity's issuer: the audience of the assertion.</param>
    public static async Task<string> Get(HttpClient client, string issuer, string clientId, string pemFile)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(pemFile));
        using var answer = await Ask(client, Assertion(key, clientId, issuer));
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync<IssuedTokens>())!.AccessToken;
    }
}
