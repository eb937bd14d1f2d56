namespace Ronghe.ServiceDefaults.Directory;

/// <summary>A service's own copy of a unit, kept by version from Identity's events.</summary>
public sealed class UnitCopy
{
    /// <summary>The unit.</summary>
    public required Guid Id { get; init; }

    /// <summary>Last segment of the path, unique in the group.</summary>
    public required string Code { get; init; }

    /// <summary>From the group down, every segment closed by a slash.</summary>
    public required string Path { get; init; }

    /// <summary>Name in Chinese.</summary>
    public required string Name { get; init; }

    /// <summary>Name in English.</summary>
    public required string NameEn { get; init; }

    /// <summary>Group, Bureau, ReserveBureau, ForestFarm, PatrolStation or Team.</summary>
    public required string Kind { get; init; }

    /// <summary>Version of the unit's row in Identity that this copy shows.</summary>
    public required long Version { get; init; }

    /// <summary>False once closed.</summary>
    public required bool Active { get; init; }
}
