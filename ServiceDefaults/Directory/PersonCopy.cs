using Ronghe.Contracts.Identity;

namespace Ronghe.ServiceDefaults.Directory;

/// <summary>A service's own copy of the organisational facts about a person, kept by version from Identity's events. Holds no name.</summary>
public sealed class PersonCopy
{
    /// <summary>The person.</summary>
    public required Guid Id { get; init; }

    /// <summary>The home unit; empty for a person of whom nothing but the leaving is known.</summary>
    public required Guid UnitId { get; init; }

    /// <summary>Path of the home unit, rewritten when a unit above it moves.</summary>
    public required string UnitPath { get; init; }

    /// <summary>Posts held, jsonb; empty when none and for leavers.</summary>
    public required PostHolding[] Posts { get; init; }

    /// <summary>Member of the Party.</summary>
    public required bool PartyMember { get; init; }

    /// <summary>Party branch; null for those who belong to none.</summary>
    public required Guid? BranchId { get; init; }

    /// <summary>Member of the union.</summary>
    public required bool UnionMember { get; init; }

    /// <summary>First day in the group.</summary>
    public required DateOnly JoinedOn { get; init; }

    /// <summary>1–12; null when unknown.</summary>
    public required int? BirthMonth { get; init; }

    /// <summary>1–31; null when unknown.</summary>
    public required int? BirthDay { get; init; }

    /// <summary>Version of the person's row in Identity that this copy shows.</summary>
    public required long Version { get; init; }

    /// <summary>False once they left.</summary>
    public required bool Active { get; init; }
}
