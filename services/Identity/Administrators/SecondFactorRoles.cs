using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.Administrators;

/// <summary>Roles that ask for a second factor: the three administrators, and what <c>SignIn:SecondFactorRoles</c> adds.</summary>
internal sealed class SecondFactorRoles(IConfiguration configuration)
{
    private readonly HashSet<string> roles =
        [.. ThreeAdministrators.Roles, .. configuration.GetSection("SignIn:SecondFactorRoles").Get<string[]>() ?? []];

    /// <param name="grants">Each <c>Role@unit/path/</c>.</param>
    internal bool AskedOf(IEnumerable<string> grants) => grants.Any(grant => roles.Contains(grant.Split('@')[0]));
}
