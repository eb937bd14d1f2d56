using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Xapi.Clients;

/// <summary>Basic authentication with the keys of <see cref="XapiClient"/>. An accepted key is remembered for a second.</summary>
internal sealed class BasicKeys(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AcceptedKeys accepted, UnitOfWorkFactory<LearningDb> work)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    internal const string Name = "xapi-basic";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header)
            || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) || header.Parameter is null) return AuthenticateResult.NoResult();
        var remembered = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(header.Parameter)));
        if (accepted.Find(remembered) is { } known) return Success(known);
        if (Parse(header.Parameter) is not var (id, secret)) return AuthenticateResult.Fail("Not a key.");

        await using var unit = await work.BeginAsync(UnitScope.Everything, Context.RequestAborted);
        var client = await unit.Db.XapiClients.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, Context.RequestAborted);
        if (client?.Accepts(secret, TimeProvider.GetUtcNow()) != true) return AuthenticateResult.Fail("Not a key.");
        var principal = PrincipalOf(client);
        accepted.Keep(remembered, principal);
        return Success(principal);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await base.HandleChallengeAsync(properties);
        Response.Headers.Append("WWW-Authenticate", "Basic realm=\"xapi\", charset=\"UTF-8\"");
    }

    private AuthenticateResult Success(ClaimsPrincipal principal) => AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));

    private static (Guid Id, string Secret)? Parse(string parameter)
    {
        var bytes = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, bytes, out var length)) return null;
        return Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var name, var secret] && Guid.TryParse(name, out var id) ? (id, secret) : null;
    }

    private static ClaimsPrincipal PrincipalOf(XapiClient client) => new(new ClaimsIdentity(
        [
            new("sub", client.Id.ToString()),
            new("kind", "client"),
            new("unit", client.UnitPath),
            new("role", $"{RoleNames.Subsidiary}@{client.UnitPath}"),
            new("scope", $"learning {Name}{(client.MayRead ? " xapi-read" : "")}{(client.MayWrite ? " xapi-write" : "")}"),
        ],
        Name));
}

/// <summary>Keys that were accepted within the last second, by the hash of what was sent.</summary>
internal sealed class AcceptedKeys(TimeProvider clock)
{
    private const int Most = 1000;
    private static readonly TimeSpan Good = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, (ClaimsPrincipal Principal, DateTimeOffset Until)> keys = new(StringComparer.Ordinal);

    internal ClaimsPrincipal? Find(string hash) => keys.TryGetValue(hash, out var one) && clock.GetUtcNow() < one.Until ? one.Principal : null;

    internal void Keep(string hash, ClaimsPrincipal principal)
    {
        if (keys.Count >= Most) keys.Clear();
        keys[hash] = (principal, clock.GetUtcNow() + Good);
    }
}
