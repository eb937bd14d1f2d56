using System.Collections.Immutable;
using System.Text.Json;

namespace Ronghe.Identity.Clients;

/// <summary>Where a client stands in the group: kept in the application's properties.</summary>
internal sealed record ClientStanding(string UnitPath, IReadOnlyList<string> Roles)
{
    private const string UnitKey = "unit";
    private const string RolesKey = "roles";

    internal static readonly ClientStanding None = new("", []);

    internal static ClientStanding Of(ImmutableDictionary<string, JsonElement> properties) =>
        properties.TryGetValue(UnitKey, out var unit) && properties.TryGetValue(RolesKey, out var roles)
            ? new(unit.GetString()!, roles.Deserialize<string[]>()!)
            : None;

    internal void WriteTo(IDictionary<string, JsonElement> properties)
    {
        properties[UnitKey] = JsonSerializer.SerializeToElement(UnitPath);
        properties[RolesKey] = JsonSerializer.SerializeToElement(Roles);
    }
}
