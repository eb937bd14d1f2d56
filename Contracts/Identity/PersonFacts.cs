namespace Ronghe.Contracts.Identity;

/// <summary>The organisational facts about a person that rules in other services need. No name, phone or document travels.</summary>
/// <param name="UnitId">The home unit.</param>
/// <param name="UnitPath">Path of the home unit, from the group down, every segment closed by a slash: <c>G/B01/F0103/</c>.</param>
/// <param name="Posts">Posts held, each relative to a unit; empty when none.</param>
/// <param name="BranchId">Party branch; null for those who belong to none.</param>
/// <param name="BirthMonth">1–12; null when unknown. The year never travels.</param>
/// <param name="BirthDay">1–31; null when unknown.</param>
public sealed record PersonFacts(
    Guid UnitId,
    string UnitPath,
    IReadOnlyList<PostHolding> Posts,
    bool PartyMember,
    Guid? BranchId,
    bool UnionMember,
    DateOnly JoinedOn,
    int? BirthMonth,
    int? BirthDay);

/// <summary>A post held at a unit.</summary>
/// <param name="Post">Post code of the directory, such as <c>UnionChair</c>.</param>
/// <param name="UnitPath">Path of the unit at which it is held.</param>
public sealed record PostHolding(string Post, string UnitPath);
