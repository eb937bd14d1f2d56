using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Portal.Sessions;

/// <summary>The signed-in person's access token for the calls of one request.</summary>
internal sealed class AccessTokens(IHttpContextAccessor accessor, SessionStore sessions, TokenEndpoint identity, TimeProvider clock)
{
    private Task<string?>? _token;

    /// <summary>Null when nobody is signed in or the session has ended.</summary>
    public Task<string?> Get() => _token ??= Find();

    /// <summary>Who the token speaks for, to offer only what the services will allow; they check for themselves.</summary>
    public async Task<Caller?> Caller() => await Get() is { } token
        ? ServiceDefaults.Callers.Caller.Of(new ClaimsPrincipal(new ClaimsIdentity(new JsonWebToken(token).Claims, "token")))
        : null;

    private async Task<string?> Find()
    {
        if (accessor.HttpContext is not { } context || await CurrentSession.Of(context) is not { } session) return null;
        if (session.Tokens.AreFreshAt(clock.GetUtcNow())) return session.Tokens.AccessToken;

        return (await sessions.FreshTokens(session.Id, identity.Refresh, context.RequestAborted))?.AccessToken;
    }
}
