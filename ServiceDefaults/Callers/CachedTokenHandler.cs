using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ronghe.ServiceDefaults.Callers;

/// <summary>
/// Validates a bearer token once and remembers the outcome, by the token's hash, until it expires; whether its session was
/// revoked is looked at each time.
/// </summary>
internal sealed class CachedTokenHandler(
    IOptionsMonitor<JwtBearerOptions> options, ILoggerFactory logger, UrlEncoder encoder, ValidatedTokens tokens, SessionCheck sessions)
    : JwtBearerHandler(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return await base.HandleAuthenticateAsync();

        var key = ValidatedTokens.KeyOf(header.AsSpan(Prefix.Length).Trim());
        if (tokens.Find(key) is { } known) return await Unless(AuthenticateResult.Success(new AuthenticationTicket(known, Scheme.Name)));

        var result = await base.HandleAuthenticateAsync();
        if (result is { Succeeded: true, Properties.ExpiresUtc: { } expires }) tokens.Keep(key, result.Principal, expires);
        return await Unless(result);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if ((await HandleAuthenticateOnceSafeAsync()).Failure is not IdentityAwayException)
        {
            await base.HandleChallengeAsync(properties);
            return;
        }

        Response.Headers.RetryAfter = "2";
        await SessionCheck.IdentityAway.ToProblem().ExecuteAsync(Context);
    }

    private async ValueTask<AuthenticateResult> Unless(AuthenticateResult result)
    {
        if (!result.Succeeded || Caller.Of(result.Principal) is not { } caller) return result;
        return await sessions.Of(caller, Request, Context.RequestAborted) switch
        {
            Admission.SessionEnded => AuthenticateResult.Fail("The session has ended."),
            Admission.IdentityAway => AuthenticateResult.Fail(new IdentityAwayException()),
            _ => result,
        };
    }
}
