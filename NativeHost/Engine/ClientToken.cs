using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace Ronghe.NativeHost.Engine;

/// <summary>A client's own access token: client credentials with a signed assertion (RFC 7523, private_key_jwt).</summary>
internal static class ClientToken
{
    internal const string DemoClient = "subsidiary-b01";
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(2);

    internal static async Task<string> RequestAsync(Uri gateway, string client, string keyFile, string? scope, CancellationToken ct)
    {
        if (!File.Exists(keyFile)) throw new UsageException($"There is no key {keyFile}: Identity writes it when it creates the client.");
        using var http = new HttpClient { BaseAddress = gateway };
        var discovery = await http.GetFromJsonAsync<JsonElement>(".well-known/openid-configuration", ct);
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client,
            ["client_assertion_type"] = AssertionType,
            ["client_assertion"] = Assertion(client, discovery.GetProperty("issuer").GetString()!, await File.ReadAllTextAsync(keyFile, ct)),
            ["scope"] = scope ?? "power-items welfare assessment situation",
        };
        using var content = new FormUrlEncodedContent(form);
        using var answer = await http.PostAsync(new Uri(discovery.GetProperty("token_endpoint").GetString()!), content, ct);
        var body = await answer.Content.ReadAsStringAsync(ct);
        if (!answer.IsSuccessStatusCode) throw new UsageException($"The token was refused ({(int)answer.StatusCode}): {body}");
        using var token = JsonDocument.Parse(body);
        return token.RootElement.GetProperty("access_token").GetString()!;
    }

    internal static string Assertion(string client, string issuer, string privateKeyPem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(privateKeyPem);
        var now = TimeProvider.System.GetUtcNow();
        var head = Part(new { alg = "ES256", typ = "client-authentication+jwt" });
        var claims = Part(new
        {
            iss = client, sub = client, aud = issuer, jti = RandomNumberGenerator.GetHexString(32, lowercase: true),
            iat = now.ToUnixTimeSeconds(), exp = (now + Life).ToUnixTimeSeconds(),
        });
        var signature = key.SignData(System.Text.Encoding.ASCII.GetBytes($"{head}.{claims}"), HashAlgorithmName.SHA256);
        return $"{head}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
