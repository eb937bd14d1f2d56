using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace Ronghe.Portal.Sessions;

/// <summary>Asks Identity for new tokens against a refresh token.</summary>
internal sealed class TokenEndpoint(HttpClient http, IOptionsMonitor<OpenIdConnectOptions> options, TimeProvider clock)
{
    /// <returns>Null when Identity says that the session is over (expired, revoked, or the token was used before).</returns>
    public async Task<SessionTokens?> Refresh(SessionTokens tokens, CancellationToken ct)
    {
        if (tokens.RefreshToken is null) return null;

        var client = options.Get(OpenIdConnectDefaults.AuthenticationScheme);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = tokens.RefreshToken,
            ["client_id"] = client.ClientId!,
            ["client_secret"] = client.ClientSecret!,
        });
        var asked = clock.GetUtcNow();
        using var answer = await http.PostAsync("connect/token", form, ct);
        if (answer.StatusCode == System.Net.HttpStatusCode.BadRequest) return null;

        answer.EnsureSuccessStatusCode();
        var granted = await answer.Content.ReadFromJsonAsync<Granted>(ct);
        return new SessionTokens(
            granted!.AccessToken,
            granted.RefreshToken ?? tokens.RefreshToken,
            granted.IdentityToken ?? tokens.IdentityToken,
            asked.AddSeconds(granted.ExpiresIn));
    }

    private sealed record Granted(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("refresh_token")] string? RefreshToken,
        [property: JsonPropertyName("id_token")] string? IdentityToken,
        [property: JsonPropertyName("expires_in")] int ExpiresIn);
}
