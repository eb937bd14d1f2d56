namespace Ronghe.Identity.Units;

/// <summary>Kinds of unit, the level at which posts are held in each, and what may stand under what.</summary>
internal static class UnitKinds
{
    internal const string Group = "Group";
    internal const string Bureau = "Bureau";
    internal const string ReserveBureau = "ReserveBureau";
    internal const string ForestFarm = "ForestFarm";
    internal const string PatrolStation = "PatrolStation";
    internal const string Team = "Team";

    /// <summary>Stands beside the group, not below it; nobody works there and no post is held there.</summary>
    internal const string Sandbox = "Sandbox";

    internal static IReadOnlyList<string> Levels { get; } = ["Group", "Bureau", "Farm", "Team"];

    internal static bool IsKind(string? kind) => kind is Group or Bureau or ReserveBureau or ForestFarm or PatrolStation or Team;

    internal static string LevelOf(string kind) => kind switch
    {
        ReserveBureau => "Bureau",
        ForestFarm or PatrolStation => "Farm",
        _ => kind,
    };

    internal static bool MayStandUnder(string kind, string parent) => (LevelOf(kind), LevelOf(parent)) switch
    {
        ("Bureau", "Group") or ("Farm", "Bureau") or ("Team", "Farm") => true,
        _ => false,
    };
}
