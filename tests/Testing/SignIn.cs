using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Ronghe.Testing;

/// <summary>Gets tokens the way others must: people through the sign-in page with code + PKCE, the subsidiary with its own key.</summary>
/// <param name="gateway">The issuer: the gateway, or Identity itself; closed by a slash.</param>
/// <param name="password">Password of the demo accounts.</param>
/// <param name="keyFile">The private key that Identity wrote for the client <c>subsidiary-b01</c>.</param>
public sealed class SignIn(Uri gateway, string password, string keyFile) : IDisposable
{
    private const string Redirect = "http://127.0.0.1:7777/callback";
    private const string Scopes = "directory learning assessment welfare power-items situation webhooks";
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> people = new();
    private readonly HttpClient plain = new() { BaseAddress = gateway };

    /// <summary>Every demo account has this password.</summary>
    public string Password => password;

    /// <inheritdoc/>
    public void Dispose() => plain.Dispose();

    /// <summary>An access token of a demo account; asked for once.</summary>
    public Task<string> Person(string userName) => people.GetOrAdd(userName, name => new(() => SignInPerson(name))).Value;

    /// <summary>A fresh access token of a demo account, for long work.</summary>
    public Task<string> PersonAnew(string userName) => SignInPerson(userName);

    /// <summary>A fresh token of the demo subsidiary.</summary>
    public async Task<string> Subsidiary(string scopes = Scopes)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(keyFile));
        var assertion = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "subsidiary-b01",
            Audience = gateway.ToString(),
            TokenType = "client-authentication+jwt",
            Expires = TimeProvider.System.GetUtcNow().AddMinutes(1).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = "subsidiary-b01", ["jti"] = Guid.CreateVersion7().ToString() },
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key), SecurityAlgorithms.EcdsaSha256)
            {
                CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false }, // the key is disposed of below
            },
        });
        return await Token(plain, new()
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "subsidiary-b01",
            ["scope"] = scopes,
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = assertion,
        });
    }

    private async Task<string> SignInPerson(string userName)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler) { BaseAddress = gateway };
        var verifier = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var authorize = "connect/authorize?client_id=ronghe-cli&response_type=code&code_challenge_method=S256&state=s"
            + $"&redirect_uri={Uri.EscapeDataString(Redirect)}&scope={Uri.EscapeDataString("openid " + Scopes)}&code_challenge={challenge}";

        var page = await LocationOf(await browser.GetAsync(authorize));
        var form = AccountSteps.Hidden(await browser.GetStringAsync(page));
        form["userName"] = userName;
        form["password"] = AccountSteps.Password(gateway, userName, password);
        var next = await LocationOf(await browser.PostAsync(page, new FormUrlEncodedContent(form)));
        var back = await AccountSteps.GoOn(browser, gateway, next, userName, password);
        var callback = await LocationOf(await browser.GetAsync(back));
        var code = HttpUtility.ParseQueryString(callback.Query)["code"] ?? throw new InvalidOperationException($"No code in {callback}");
        return await Token(browser, new()
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = "ronghe-cli",
            ["redirect_uri"] = Redirect,
            ["code"] = code,
            ["code_verifier"] = verifier,
        });
    }

    private async Task<Uri> LocationOf(HttpResponseMessage answer) => answer.Headers.Location is { } location
        ? new Uri(gateway, location)
        : throw new InvalidOperationException($"No redirect but {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");

    private static async Task<string> Token(HttpClient client, Dictionary<string, string> form)
    {
        using var answer = await client.PostAsync("connect/token", new FormUrlEncodedContent(form));
        var body = await answer.Content.ReadFromJsonAsync<JsonObject>();
        return body?["access_token"]?.GetValue<string>() ?? throw new InvalidOperationException($"No token: {body}");
    }
}
