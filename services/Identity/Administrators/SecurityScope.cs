using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.People;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.Administrators;

/// <summary>The people whose accounts a security administrator looks after: those of their own units.</summary>
internal static class SecurityScope
{
    /// <summary>Null when there is no such person in the caller's security administration.</summary>
    internal static async Task<Person?> Find(IdentityDb db, Caller caller, Guid personId, CancellationToken ct) =>
        await db.People.SingleOrDefaultAsync(person => person.Id == personId, ct) is { } found && caller.Holds(RoleNames.SecurityAdministrator, found.UnitPath)
            ? found
            : null;

    internal static string[] Units(Caller caller) =>
        [.. caller.Roles.Where(grant => grant.Role == RoleNames.SecurityAdministrator).Select(grant => grant.UnitPath)];
}
