using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Ronghe.Identity.Revocations;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.Registrations;

/// <param name="ExpiresAt">When the key ends; a year from now unless given, two at most.</param>
public sealed record AddClientKeyRequest([Required] PublicKeyRequest? Key, DateTimeOffset? ExpiresAt = null);

/// <summary>Rotation: add the new key, change over, revoke the old one. Both work in between.</summary>
internal static class AddClientKey
{
    internal static async Task<Results<Ok<ClientResponse>, NotFound, ProblemHttpResult>> Handle(
        string client, AddClientKeyRequest request, Caller caller, IdentityDb db, IOpenIddictApplicationManager clients, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await ManagedClients.Find(db, caller, client, ct) is not { } known) return TypedResults.NotFound();
        if (known.ClosedAt is not null) return ClientRefusals.Closed.ToProblem();
        if (PublicKeys.Read(request.Key, client, request.ExpiresAt, now, out var key) is { } wrong) return wrong;
        if ((await PublicKeys.Live(db, client, now, ct)).Count >= PublicKeys.MostLive) return ClientRefusals.TooManyKeys.ToProblem();
        db.Add(key!);
        if (await ClientRefusals.Save(db, ct) is { } taken) return taken.ToProblem();
        await PublicKeys.Publish(db, clients, known, now, ct);
        return TypedResults.Ok(known.ToResponse(await ManagedClients.Keys(db, client, ct)));
    }
}

/// <summary>Revokes one key, and with it every token that the client holds: it asks for new ones with another key.</summary>
internal static class RevokeClientKey
{
    internal static async Task<Results<Ok<ClientResponse>, NotFound>> Handle(
        string client, string key, Caller caller, IdentityDb db, IOpenIddictApplicationManager clients, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await ManagedClients.Find(db, caller, client, ct) is not { } known
            || await db.ClientKeys.SingleOrDefaultAsync(each => each.ClientId == client && each.KeyId == key, ct) is not { } found) return TypedResults.NotFound();
        found.RevokedAt ??= now;
        await db.SaveChangesAsync(ct);
        if (known.ClosedAt is null) await PublicKeys.Publish(db, clients, known, now, ct);
        await ManagedClients.EndTokens(db, client, now, ct);
        return TypedResults.Ok(known.ToResponse(await ManagedClients.Keys(db, client, ct)));
    }
}

/// <summary>Closes a client for good; its id stays taken.</summary>
internal static class CloseClient
{
    internal static async Task<Results<Ok<ClientResponse>, NotFound>> Handle(
        string client, Caller caller, IdentityDb db, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await ManagedClients.Find(db, caller, client, ct) is not { } known) return TypedResults.NotFound();
        known.ClosedAt ??= now;
        await db.ClientKeys.Where(key => key.ClientId == client && key.RevokedAt == null).ExecuteUpdateAsync(key => key.SetProperty(k => k.RevokedAt, now), ct);
        await db.SaveChangesAsync(ct);
        // Nothing that is signed for it is accepted any more; the application stays, so that the id cannot be taken over.
        await ManagedClients.EndTokens(db, client, now, ct);
        return TypedResults.Ok(known.ToResponse(await ManagedClients.Keys(db, client, ct)));
    }
}

/// <summary>The clients of the caller's units.</summary>
internal static class ManagedClients
{
    internal static async Task<IResult> List(Caller caller, IdentityDb db, CancellationToken ct)
    {
        var all = await db.RegisteredClients.AsNoTracking().OrderBy(client => client.ClientId).ToListAsync(ct);
        var keys = (await db.ClientKeys.AsNoTracking().OrderBy(key => key.AddedAt).ToListAsync(ct)).ToLookup(key => key.ClientId);
        return TypedResults.Ok(all.Where(client => caller.Holds(RoleNames.SystemAdministrator, client.OwnerPath)).Select(client => client.ToResponse(keys[client.ClientId])).ToList());
    }

    internal static async Task<RegisteredClient?> Find(IdentityDb db, Caller caller, string client, CancellationToken ct) =>
        await db.RegisteredClients.SingleOrDefaultAsync(known => known.ClientId == client, ct) is { } found && caller.Holds(RoleNames.SystemAdministrator, found.OwnerPath)
            ? found
            : null;

    internal static Task<List<ClientKey>> Keys(IdentityDb db, string client, CancellationToken ct) =>
        db.ClientKeys.AsNoTracking().Where(key => key.ClientId == client).OrderBy(key => key.AddedAt).ToListAsync(ct);

    // Issue times are whole seconds, and a token may be on its way: what is issued in the next two seconds is asked for again.
    internal static Task EndTokens(IdentityDb db, string client, DateTimeOffset now, CancellationToken ct) =>
        Revocation.Write(db, [client], now, issuedBefore: now.AddSeconds(2), ct);
}
