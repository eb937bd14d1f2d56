namespace Ronghe.Contracts.Identity;

/// <summary>A unit was founded, renamed, moved or closed.</summary>
/// <param name="UnitId">Subject: the unit.</param>
/// <param name="Version">Version of the unit's row.</param>
/// <param name="Code">Last segment of the path, unique in the group.</param>
/// <param name="Kind">Group, Bureau, ForestFarm, PatrolStation, ReserveBureau or Team.</param>
/// <param name="PreviousPath">Path before a move; null when it did not move.</param>
/// <param name="Active">False once closed.</param>
public sealed record UnitChanged(
    Guid UnitId,
    long Version,
    string Code,
    string Path,
    string Name,
    string NameEn,
    string Kind,
    string? PreviousPath,
    bool Active,
    DateTimeOffset At);
