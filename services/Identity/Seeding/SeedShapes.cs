namespace Ronghe.Identity.Seeding;

internal sealed record PostSeed(
    string Code, string Name, string NameEn, string[] Levels, string[] Roles, Dictionary<string, int> Holders, string[] Excludes);

internal sealed record UnitsSeed(NamedSeed Group, BureauSeed[] Bureaus, Dictionary<string, TeamSeed[]> Teams);

internal sealed record NamedSeed(string Code, string Name, string NameEn);

internal sealed record BureauSeed(string Code, string Kind, string Name, string NameEn, FarmSeed[] Farms);

internal sealed record FarmSeed(string Code, string Kind, string Name, string NameEn);

/// <param name="Suffix">Follows the farm's digits in the team's code.</param>
internal sealed record TeamSeed(string Suffix, string Name, string NameEn);

/// <param name="Seed">Start of the random sequence: the same seed makes the same people.</param>
/// <param name="PartyShare">Share of Party members by level, 0–1.</param>
internal sealed record PeopleSeed(
    int Seed, SurnameSeed[] Surnames, string[] Given, Dictionary<string, double> PartyShare, double UnionShare, DateOnly JoinedFrom, DateOnly JoinedTo);

internal sealed record SurnameSeed(string Name, int Weight);

/// <param name="Post">The account is that of the first holder; null for the first person of the unit without a post.</param>
internal sealed record AccountSeed(string UserName, string Unit, string? Post, GrantSeed[] Grants, string Name, string NameEn);

internal sealed record GrantSeed(string Role, string Unit);
