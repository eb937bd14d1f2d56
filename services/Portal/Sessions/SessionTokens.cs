using Microsoft.AspNetCore.Authentication;

namespace Ronghe.Portal.Sessions;

/// <summary>What Identity handed out for one session.</summary>
internal sealed record SessionTokens(string AccessToken, string? RefreshToken, string? IdentityToken, DateTimeOffset ExpiresAt)
{
    /// <summary>A token this close to its end is renewed before it is used, so that a call never starts with one that dies on the way.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    public bool AreFreshAt(DateTimeOffset now) => now + Margin < ExpiresAt;

    /// <summary>Takes the tokens out of a ticket, so that nothing but this record ever holds them.</summary>
    public static SessionTokens TakeFrom(AuthenticationProperties properties)
    {
        var tokens = new SessionTokens(
            properties.GetTokenValue("access_token") ?? "",
            properties.GetTokenValue("refresh_token"),
            properties.GetTokenValue("id_token"),
            DateTimeOffset.TryParse(properties.GetTokenValue("expires_at"), out var at) ? at : DateTimeOffset.MinValue);
        properties.StoreTokens([]);
        return tokens;
    }
}
