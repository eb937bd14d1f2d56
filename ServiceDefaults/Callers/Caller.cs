using System.Globalization;
using System.Security.Claims;

namespace Ronghe.ServiceDefaults.Callers;

/// <summary>A role over a unit and everything below it.</summary>
public sealed record RoleGrant(string Role, string UnitPath);

/// <summary>Who calls, from the token and nowhere else.</summary>
/// <param name="Subject">Person id or client id.</param>
/// <param name="PersonId">The person; <see cref="Guid.Empty"/> for a client.</param>
/// <param name="Kind"><c>person</c> or <c>client</c>.</param>
/// <param name="UnitPath">Home unit.</param>
/// <param name="Roles">Roles, each over a unit subtree.</param>
/// <param name="Scopes">OAuth scopes of the token.</param>
/// <param name="SessionId">Session of a person; empty for a client.</param>
public sealed record Caller(
    string Subject,
    Guid PersonId,
    string Kind,
    string UnitPath,
    IReadOnlyList<RoleGrant> Roles,
    IReadOnlyList<string> Scopes,
    string SessionId)
{
    /// <summary>When the token was issued; a session that was revoked later refuses it.</summary>
    public DateTimeOffset IssuedAt { get; init; }

    /// <summary>True for a person, false for a client.</summary>
    public bool IsPerson => Kind == "person";

    /// <summary>Path prefixes that the caller may read: the widest of its grants.</summary>
    public IReadOnlyList<string> Units { get; } = Widest(Roles.Select(grant => grant.UnitPath));

    /// <summary>True when one of the grants of this role covers the unit.</summary>
    public bool Holds(string role, string unitPath) =>
        Roles.Any(grant => grant.Role == role && unitPath.StartsWith(grant.UnitPath, StringComparison.Ordinal));

    /// <summary>True when any grant covers the unit.</summary>
    public bool MayRead(string unitPath) => Units.Any(prefix => unitPath.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The caller behind a validated token; null when nobody is signed in.</summary>
    public static Caller? Of(ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (user.Identity?.IsAuthenticated != true || user.FindFirstValue("sub") is not { } subject) return null;
        var kind = user.FindFirstValue("kind") ?? "client";
        return new Caller(
            subject,
            kind == "person" && Guid.TryParse(subject, out var person) ? person : Guid.Empty,
            kind,
            user.FindFirstValue("unit") ?? "",
            [.. user.FindAll("role").Select(claim => ParseGrant(claim.Value)).OfType<RoleGrant>()],
            [.. user.FindAll("scope").SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))],
            user.FindFirstValue("sid") ?? "")
        {
            IssuedAt = long.TryParse(user.FindFirstValue("iat"), NumberStyles.None, CultureInfo.InvariantCulture, out var issued)
                ? DateTimeOffset.FromUnixTimeSeconds(issued)
                : default,
        };
    }

    // A grant without a unit would be a prefix of everything: it is no grant.
    private static RoleGrant? ParseGrant(string value) =>
        value.Split('@', 2) is [{ Length: > 0 } role, { Length: > 1 } path] && path.EndsWith('/') ? new(role, path) : null;

    private static List<string> Widest(IEnumerable<string> paths)
    {
        var widest = new List<string>();
        foreach (var path in paths.Distinct().OrderBy(path => path.Length))
        {
            if (!widest.Any(wider => path.StartsWith(wider, StringComparison.Ordinal))) widest.Add(path);
        }

        return widest;
    }
}
