using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Portal.Sessions;

/// <summary>Keeps tickets and tokens in PostgreSQL, so that every replica knows every session and none leaves the server.</summary>
internal sealed class SessionStore(UnitOfWorkFactory<PortalDb> database, IDataProtectionProvider protection, TimeProvider clock) : ITicketStore
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    private readonly IDataProtector _tickets = protection.CreateProtector("Ronghe.Portal.Ticket");
    private readonly IDataProtector _tokens = protection.CreateProtector("Ronghe.Portal.Tokens");

    public Task<string> StoreAsync(AuthenticationTicket ticket) => StoreAsync(ticket, CancellationToken.None);

    public async Task<string> StoreAsync(AuthenticationTicket ticket, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var tokens = SessionTokens.TakeFrom(ticket.Properties);
        await using var work = await database.BeginAsync(UnitScope.Everything, cancellationToken);
        await work.Db.Sessions.Where(s => s.ExpiresAt < clock.GetUtcNow()).ExecuteDeleteAsync(cancellationToken);
        work.Db.Sessions.Add(new SignedInSession
        {
            Id = IdOf(key),
            Ticket = Protect(ticket),
            Tokens = Protect(tokens),
            TokensExpireAt = tokens.ExpiresAt,
            ExpiresAt = ticket.Properties.ExpiresUtc ?? clock.GetUtcNow() + Idle,
        });
        await work.Db.SaveChangesAsync(cancellationToken);
        await work.CommitAsync(cancellationToken);
        return key;
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket) => RenewAsync(key, ticket, CancellationToken.None);

    public async Task RenewAsync(string key, AuthenticationTicket ticket, CancellationToken cancellationToken)
    {
        // The tokens on this ticket may be older than those in the row: another request may have refreshed them meanwhile.
        var expiresAt = ticket.Properties.ExpiresUtc ?? clock.GetUtcNow() + Idle;
        await using var work = await database.BeginAsync(UnitScope.Everything, cancellationToken);
        await work.Db.Sessions.Where(s => s.Id == IdOf(key))
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.ExpiresAt, expiresAt), cancellationToken);
        await work.CommitAsync(cancellationToken);
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => RetrieveAsync(key, CancellationToken.None);

    public async Task<AuthenticationTicket?> RetrieveAsync(string key, CancellationToken cancellationToken)
    {
        var id = IdOf(key);
        await using var work = await database.BeginAsync(UnitScope.Everything, cancellationToken);
        var session = await work.Db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        if (session is null || session.ExpiresAt < clock.GetUtcNow()) return null;

        var ticket = TicketSerializer.Default.Deserialize(_tickets.Unprotect(session.Ticket));
        if (ticket is null) return null;

        ticket.Properties.ExpiresUtc = session.ExpiresAt;
        CurrentSession.Attach(ticket.Properties, new CurrentSession(id, Unprotect(session.Tokens)));
        return ticket;
    }

    public Task RemoveAsync(string key) => RemoveAsync(key, CancellationToken.None);

    public async Task RemoveAsync(string key, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(UnitScope.Everything, cancellationToken);
        await work.Db.Sessions.Where(s => s.Id == IdOf(key)).ExecuteDeleteAsync(cancellationToken);
        await work.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Gives the session's tokens, renewed by <paramref name="renew"/> when they are about to expire. The row is locked
    /// meanwhile: of many requests on any number of replicas one renews, the others wait and take its result.
    /// </summary>
    /// <returns>Null when the session has ended, or when <paramref name="renew"/> says that it has.</returns>
    public async Task<SessionTokens?> FreshTokens(
        string id, Func<SessionTokens, CancellationToken, Task<SessionTokens?>> renew, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(UnitScope.Everything, ct);
        var session = await work.Db.Sessions.FromSql($"select * from sessions where id = {id} for update").SingleOrDefaultAsync(ct);
        if (session is null) return null;

        var tokens = Unprotect(session.Tokens);
        if (tokens.AreFreshAt(clock.GetUtcNow())) return tokens;

        if (await renew(tokens, ct) is { } renewed)
        {
            session.Tokens = Protect(renewed);
            session.TokensExpireAt = renewed.ExpiresAt;
            tokens = renewed;
        }
        else
        {
            work.Db.Sessions.Remove(session);
            tokens = null;
        }
        await work.Db.SaveChangesAsync(CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
        return tokens;
    }

    private static string IdOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key)));

    private byte[] Protect(AuthenticationTicket ticket) => _tickets.Protect(TicketSerializer.Default.Serialize(ticket));

    private byte[] Protect(SessionTokens tokens) => _tokens.Protect(JsonSerializer.SerializeToUtf8Bytes(tokens));

    private SessionTokens Unprotect(byte[] tokens) => JsonSerializer.Deserialize<SessionTokens>(_tokens.Unprotect(tokens))!;
}
