using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Welfare.Rules;

/// <summary>
/// Who is entitled: every clause must hold, and a clause holds when one of its conditions does. A change is a new version; a
/// programme keeps the version that it was decided on.
/// </summary>
[AppendOnly]
internal sealed class EntitlementRule
{
    public required string Code { get; init; }

    public required int Version { get; init; }

    public required string Name { get; init; }

    public required string NameEn { get; init; }

    public required RuleCondition[][] Clauses { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal static void Configure(EntityTypeBuilder<EntitlementRule> entity)
    {
        entity.ToTable("entitlement_rules");
        entity.HasKey(rule => new { rule.Code, rule.Version });
        // The version is part of the key here, not a guard of updates: there are none.
        entity.Property(rule => rule.Clauses).HasColumnType("jsonb").HasConversion(new ValueConverter<RuleCondition[][], string>(
            clauses => JsonSerializer.Serialize(clauses, ServiceDb.Json),
            json => JsonSerializer.Deserialize<RuleCondition[][]>(json, ServiceDb.Json)!));
    }

    /// <summary>The newest version of a rule, or a certain one; null when there is none.</summary>
    internal static Task<EntitlementRule?> Find(WelfareDb db, string code, int? version, CancellationToken ct) =>
        db.EntitlementRules.AsNoTracking().Where(rule => rule.Code == code && (version == null || rule.Version == version))
            .OrderByDescending(rule => rule.Version).FirstOrDefaultAsync(ct);
}
