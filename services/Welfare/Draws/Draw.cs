using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Claims;

namespace Ronghe.Welfare.Draws;

/// <summary>
/// The draw of one programme. Entered → Committed (list and commitment are published before the public value can be known) →
/// Drawn. The secret keeps outsiders from knowing the result early; the public value keeps the server from choosing it.
/// </summary>
internal sealed class Draw
{
    public required Guid ProgrammeId { get; init; }

    /// <summary>Committed or Drawn.</summary>
    public string State { get; private set; } = "Committed";

    /// <summary>32 random bytes, kept until the reveal.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>Lower-case hex SHA-256 of the secret, published before the moment.</summary>
    public required string Commitment { get; init; }

    /// <summary>Lower-case hex SHA-256 of the candidates' list as published.</summary>
    public required string CandidatesHash { get; init; }

    public required DateTimeOffset CommittedAt { get; init; }

    /// <summary>The value that the public source gave; null until drawn.</summary>
    public string? PublicValue { get; private set; }

    /// <summary>True when nothing was revealed in time and the fallback's value decided alone.</summary>
    public bool Fallback { get; private set; }

    public DateTimeOffset? DrawnAt { get; private set; }

    public long Version { get; private set; } = 1;

    internal Refusal? Reveal(string value, bool fallback, DateTimeOffset moment, DateTimeOffset revealBy, DateTimeOffset now)
    {
        if (State == "Drawn") return DrawRefusals.Drawn;
        if (now < moment) return DrawRefusals.TooEarly(moment);
        if (fallback != now > revealBy) return fallback ? DrawRefusals.StillInTime(revealBy) : DrawRefusals.TooLate(revealBy);
        (State, PublicValue, Fallback, DrawnAt) = ("Drawn", value, fallback, now);
        Version++;
        return null;
    }

    internal static void Configure(EntityTypeBuilder<Draw> entity)
    {
        entity.ToTable("draws", table => table.HasCheckConstraint("draw_state", "state IN ('Committed', 'Drawn') AND (state = 'Drawn') = (public_value IS NOT NULL)"));
        entity.HasKey(draw => draw.ProgrammeId);
    }
}

/// <summary>Somebody who entered. The page shows the commitment, never the person; the person knows the salt and finds themselves.</summary>
internal sealed class DrawEntry
{
    public required Guid ProgrammeId { get; init; }

    public required Guid PersonId { get; init; }

    public required int Tickets { get; init; }

    public required byte[] Salt { get; init; }

    public required string Commitment { get; init; }

    public bool Won { get; set; }

    internal static void Configure(EntityTypeBuilder<DrawEntry> entity)
    {
        entity.ToTable("draw_entries", table => table.HasCheckConstraint("draw_tickets", "tickets BETWEEN 1 AND 1000"));
        entity.HasKey(entry => new { entry.ProgrammeId, entry.PersonId });
    }
}

internal static class DrawRefusals
{
    internal static readonly Refusal Drawn = new("already-drawn", "已经开奖，结果不能再变。", "It was drawn; the result stands.");
    internal static readonly Refusal NotADraw = new("not-a-draw", "这项方案不抽签。", "This programme draws no lots.");
    internal static readonly Refusal Entered = new("already-entered", "您已经报名，每人一次。", "You have entered already.");
    internal static readonly Refusal Committed = new("list-closed", "名单已经封存，不能再报名。", "The list is sealed; nobody can enter any more.");
    internal static readonly Refusal StillOpen = new("entries-open", "报名还没截止，不能封存名单。", "Entries are still open; the list cannot be sealed.");
    internal static readonly Refusal NobodyEntered = new("nobody-entered", "没有人报名。", "Nobody entered.");
    internal static readonly Refusal TooLateToCommit = new(
        "commitment-too-late", "已过公布随机值的时刻才封存，结果不可信，请改用新方案。", "The moment of the public value has passed; a list sealed now would prove nothing.");

    internal static Refusal TooEarly(DateTimeOffset moment) => new("draw-too-early", $"要到 {moment:yyyy-MM-dd HH:mm zzz} 以后才能开奖。", $"It cannot be drawn before {moment:u}.");

    internal static Refusal TooLate(DateTimeOffset by) => new("reveal-too-late", $"已过公开期限 {by:yyyy-MM-dd HH:mm zzz}，只能用备用随机源。", $"The deadline {by:u} has passed; only the fallback holds.");

    internal static Refusal StillInTime(DateTimeOffset by) => new("reveal-still-due", $"公开期限 {by:yyyy-MM-dd HH:mm zzz} 之前不能用备用随机源。", $"The fallback does not hold before {by:u}.");
}
