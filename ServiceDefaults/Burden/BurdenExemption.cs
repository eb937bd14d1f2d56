using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.ServiceDefaults.Burden;

/// <summary>A safety or emergency setting that was claimed. Anybody may read the list; nothing is ever taken off it.</summary>
[AppendOnly]
public sealed class BurdenExemption
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The rule that it is an exception from.</summary>
    public required string Rule { get; init; }

    /// <summary>indicator, form or push.</summary>
    public required string Kind { get; init; }

    /// <summary>What uses it.</summary>
    public required string Code { get; init; }

    /// <summary>Safety or Emergency.</summary>
    public required string Scene { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>Why it cannot be done otherwise.</summary>
    public required string Reason { get; init; }

    /// <summary>Person or client that claimed it.</summary>
    public required string ClaimedBy { get; init; }

    /// <summary>When it was claimed.</summary>
    public required DateTimeOffset ClaimedAt { get; init; }

    /// <summary>Last day.</summary>
    public required DateOnly Until { get; init; }

    internal static BurdenExemption Of(BurdenQuestion question, BurdenRule rule, SafetyClaim claim, string claimedBy, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Rule = rule.Code,
        Kind = question.Kind,
        Code = question.Code,
        Scene = claim.Scene,
        Name = claim.Name.Trim(),
        Reason = claim.Reason.Trim(),
        ClaimedBy = claimedBy,
        ClaimedAt = now,
        Until = claim.Until,
    };
}

/// <summary>The table of the exceptions of a service.</summary>
public static class BurdenModel
{
    /// <summary>Adds <see cref="BurdenExemption"/> to a service's model.</summary>
    public static ModelBuilder AddBurdenExceptions(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<BurdenExemption>(exception =>
        {
            exception.ToTable("burden_exceptions", table =>
                table.HasCheckConstraint("burden_exception_named", "scene IN ('Safety', 'Emergency') AND length(name) >= 4 AND length(reason) >= 10"));
            exception.HasIndex(row => row.ClaimedAt);
        });
        return modelBuilder;
    }
}
