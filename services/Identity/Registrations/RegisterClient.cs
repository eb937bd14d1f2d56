using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpenIddict.Abstractions;
using Ronghe.Identity.Tokens;
using Ronghe.Identity.Units;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Identity.Registrations;

/// <param name="ClientId">The id with which it asks for tokens.</param>
/// <param name="UnitCode">The subsidiary that it speaks for.</param>
/// <param name="Sandbox">True for trying out: it then stands in the subsidiary's double in the sandbox, and what it writes counts nowhere.</param>
/// <param name="ExpiresAt">When the key ends; a year from now unless given, two at most.</param>
public sealed record RegisterClientRequest(
    [Required, RegularExpression("^[a-z][a-z0-9-]{2,39}$")] string? ClientId,
    [Required, StringLength(100, MinimumLength = 1)] string? Name,
    [Required] string? UnitCode,
    [Required, MinLength(1)] IReadOnlyList<string>? Scopes,
    [Required] PublicKeyRequest? Key,
    bool Sandbox = false,
    DateTimeOffset? ExpiresAt = null);

public sealed record ClientKeyResponse(string KeyId, DateTimeOffset AddedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt);

public sealed record ClientResponse(
    string Id, string Name, string UnitPath, bool Sandbox, IReadOnlyList<string> Scopes, DateTimeOffset RegisteredAt, DateTimeOffset? ClosedAt, IReadOnlyList<ClientKeyResponse> Keys);

internal static class RegisterClient
{
    internal static async Task<Results<Created<ClientResponse>, ForbidHttpResult, ProblemHttpResult>> Handle(
        RegisterClientRequest request, Caller caller, IdentityDb db, IOpenIddictApplicationManager clients, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await db.Units.SingleOrDefaultAsync(unit => unit.Code == request.UnitCode && unit.Active, ct) is not { } unit)
            return ProblemTypes.Invalid(("unitCode", "没有这个单位。", "There is no such unit."));
        if (!caller.Holds(RoleNames.SystemAdministrator, unit.Path)) return TypedResults.Forbid();
        if (request.Scopes!.Except(ServerSetup.ServiceScopes).FirstOrDefault() is { } unknown)
            return ProblemTypes.Invalid(("scopes", $"没有这个权限范围：{unknown}。", $"There is no such scope: {unknown}."));
        if (PublicKeys.Read(request.Key, request.ClientId!, request.ExpiresAt, now, out var key) is { } wrong) return wrong;
        if (await clients.FindByClientIdAsync(request.ClientId!, ct) is not null) return ClientRefusals.IdTaken.ToProblem();

        var place = request.Sandbox ? await Sandbox.DoubleOf(db, unit, now, ct) : unit.Path;
        var client = new RegisteredClient
        {
            ClientId = request.ClientId!, Name = request.Name!, UnitPath = place, OwnerPath = unit.Path, Sandbox = request.Sandbox,
            Scopes = [.. request.Scopes!.Distinct().Order(StringComparer.Ordinal)], RegisteredAt = now,
        };
        db.AddRange(client, key!);
        if (await ClientRefusals.Save(db, ct) is { } taken) return taken.ToProblem();
        await PublicKeys.Publish(db, clients, client, now, ct);
        return TypedResults.Created($"/api/v1/directory/clients/{client.ClientId}", client.ToResponse([key!]));
    }

    internal static ClientResponse ToResponse(this RegisteredClient client, IEnumerable<ClientKey> keys) => new(
        client.ClientId, client.Name, client.UnitPath, client.Sandbox, client.Scopes, client.RegisteredAt, client.ClosedAt,
        [.. keys.Select(key => new ClientKeyResponse(key.KeyId, key.AddedAt, key.ExpiresAt, key.RevokedAt, key.LastUsedAt))]);
}

internal static class ClientRefusals
{
    internal static readonly Refusal IdTaken = new("client-id-taken", "客户端编号已被使用。", "The client id is taken.");
    internal static readonly Refusal KeyTaken = new("client-key-taken", "这把公钥已登记过，每个客户端请用自己的密钥。", "This key was registered before. Each client needs a key of its own.");
    internal static readonly Refusal Closed = new("client-closed", "客户端已注销。", "The client is closed.");
    internal static readonly Refusal TooManyKeys = new("too-many-keys",
        $"同时有效的密钥最多 {PublicKeys.MostLive} 把，请先吊销旧的。", $"At most {PublicKeys.MostLive} keys are live at once. Revoke an old one first.");

    // Only the constraints see what is registered at the same moment.
    internal static async Task<Refusal?> Save(IdentityDb db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } twice)
        {
            return twice.TableName == "client_keys" ? KeyTaken : IdTaken;
        }
    }
}
