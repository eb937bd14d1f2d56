using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.Welfare.Rules;

namespace Ronghe.Welfare.Entitlements;

/// <summary>What a programme would cost, found before anybody decides on it. Kept with the version of the rule that it used.</summary>
[AppendOnly]
internal sealed class DryRun : IUnitScoped
{
    public required Guid Id { get; init; }

    public required Guid ProgrammeId { get; init; }

    public required string UnitPath { get; init; }

    public required string RuleCode { get; init; }

    public required int RuleVersion { get; init; }

    public required int Entitled { get; init; }

    public required decimal Cost { get; init; }

    public required DateTimeOffset At { get; init; }

    internal static void Configure(EntityTypeBuilder<DryRun> entity)
    {
        entity.ToTable("dry_runs");
        entity.HasKey(run => run.Id);
        entity.Property(run => run.Cost).HasPrecision(18, 2);
        entity.HasIndex(run => new { run.ProgrammeId, run.At });
    }
}

/// <summary>Counts for one rule while people pass by.</summary>
internal sealed class Tally(CompiledRule rule, decimal amount)
{
    internal Dictionary<string, int> Entitled { get; } = [];

    internal Dictionary<int, int> Missed { get; } = [];

    internal int People => Entitled.Values.Sum();

    internal decimal Cost => People * amount;

    internal bool Count(Member member)
    {
        var clause = rule.Judge(member);
        if (clause == -1) Entitled[member.UnitPath] = Entitled.GetValueOrDefault(member.UnitPath) + 1;
        else Missed[clause] = Missed.GetValueOrDefault(clause) + 1;
        return clause == -1;
    }

    internal IReadOnlyList<UnitCost> ByUnit() =>
        [.. Entitled.OrderBy(unit => unit.Key, StringComparer.Ordinal).Select(unit => new UnitCost(unit.Key, unit.Value, unit.Value * amount))];

    internal IReadOnlyList<ReasonCount> Reasons() => [.. Missed.OrderByDescending(reason => reason.Value).Select(reason => new ReasonCount(rule.Reason(reason.Key), reason.Value))];
}

public sealed record UnitCost(string UnitPath, int People, decimal Cost);

public sealed record ReasonCount(string Reason, int People);
