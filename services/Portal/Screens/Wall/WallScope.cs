using Ronghe.Portal.Calls;
using Ronghe.Portal.Sessions;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Portal.Screens.Wall;

/// <summary>Which unit the wall shows: the one asked for, else the widest that the reader may see.</summary>
internal sealed class WallScope(AccessTokens tokens, UnitNames units)
{
    /// <summary>The unit itself and those directly below it, in the order of their codes.</summary>
    public async Task<(string Unit, IReadOnlyList<UnitEntry> Below, UnitMap Units)> Resolve(string? wanted, CancellationToken ct)
    {
        var map = await units.Get(ct);
        var unit = Normal(wanted) ?? await Widest(map);
        return (unit, [.. map.Below(unit).Take(16)], map);
    }

    private async Task<string> Widest(UnitMap map)
    {
        if (await tokens.Caller() is not { } caller) return "G/";
        if (caller.Roles.Any(grant => grant.Role is RoleNames.DutyRoom or RoleNames.Leader)) return Root(map, caller.UnitPath);
        return caller.Units.Count > 0 ? caller.Units[0] : caller.UnitPath;
    }

    private static string Root(UnitMap map, string home) => map.All.FirstOrDefault(unit => unit.Kind == "Group")?.Path ?? home[..(home.IndexOf('/') + 1)];

    private static string? Normal(string? unit) => string.IsNullOrWhiteSpace(unit) ? null : unit.EndsWith('/') ? unit : unit + "/";
}
