using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;

namespace Ronghe.ServiceDefaults.Callers;

/// <summary>The access token of the client <c>platform</c>, with which the platform's processes ask Identity; renewed before it expires.</summary>
internal sealed class PlatformToken(IConfiguration configuration, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim one = new(1);
    private (string Token, DateTimeOffset FreshUntil)? kept;

    public void Dispose() => one.Dispose();

    internal async Task<AuthenticationHeaderValue> Get(HttpClient identity, CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            if (kept is not { } known || clock.GetUtcNow() >= known.FreshUntil) kept = known = await Ask(identity, ct);
            return new("Bearer", known.Token);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Identity refused it: the next one is asked for anew.</summary>
    internal void Forget() => kept = null;

    private async Task<(string, DateTimeOffset)> Ask(HttpClient identity, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "platform",
            ["client_secret"] = configuration["Platform:Secret"] ?? "",
            ["scope"] = "snapshot",
        });
        var now = clock.GetUtcNow();
        using var response = await identity.PostAsync(new Uri("/connect/token", UriKind.Relative), form, ct);
        response.EnsureSuccessStatusCode();
        var answer = (await response.Content.ReadFromJsonAsync<TokenAnswer>(ct))!;
        return (answer.AccessToken, now.AddSeconds(answer.ExpiresIn / 2));
    }

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("expires_in")] int ExpiresIn = 0);
}
