using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ronghe.ServiceDefaults.Callers;

/// <summary>Validates a bearer token once and remembers the outcome, by the token's hash, until it expires.</summary>
internal sealed class CachedTokenHandler(IOptionsMonitor<JwtBearerOptions> options, ILoggerFactory logger, UrlEncoder encoder, ValidatedTokens tokens)
    : JwtBearerHandler(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return await base.HandleAuthenticateAsync();

        var key = ValidatedTokens.KeyOf(header.AsSpan(Prefix.Length).Trim());
        if (tokens.Find(key) is { } known) return AuthenticateResult.Success(new AuthenticationTicket(known, Scheme.Name));

        var result = await base.HandleAuthenticateAsync();
        if (result is { Succeeded: true, Properties.ExpiresUtc: { } expires }) tokens.Keep(key, result.Principal, expires);
        return result;
    }
}
