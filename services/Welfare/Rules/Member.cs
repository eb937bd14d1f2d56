namespace Ronghe.Welfare.Rules;

/// <summary>What a rule may look at of one person. Holds no name.</summary>
internal sealed class Member
{
    public required Guid Id { get; init; }

    public required string UnitPath { get; init; }

    public required bool Active { get; init; }

    public required bool UnionMember { get; init; }

    public required bool PartyMember { get; init; }

    public required DateOnly JoinedOn { get; init; }

    public int? BirthMonth { get; init; }

    public IReadOnlyList<string> Posts { get; init; } = [];

    public string? HardshipGrade { get; init; }

    public IReadOnlyList<(string Kind, DateOnly On)> Events { get; init; } = [];

    /// <summary>Benefits had this year, by kind of programme.</summary>
    public IReadOnlyDictionary<string, int> Had { get; init; } = None;

    private static readonly Dictionary<string, int> None = [];

    /// <summary>Whole years from the joining to <paramref name="day"/>.</summary>
    internal int YearsOfService(DateOnly day)
    {
        var years = day.Year - JoinedOn.Year;
        return JoinedOn.AddYears(years) > day ? years - 1 : years;
    }
}
