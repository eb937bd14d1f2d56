using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.Identity.People;

namespace Ronghe.Identity.Sessions;

/// <summary>One sign-in on one device. Refresh tokens live as long as their session, never longer.</summary>
internal sealed class Session
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>What the person still has to do before tokens are issued; null when nothing. See <see cref="SessionSteps"/>.</summary>
    public string? Awaits { get; set; }

    /// <summary>When a second factor was shown in this session; null when none was.</summary>
    public DateTimeOffset? SecondFactorAt { get; set; }

    public DateTimeOffset LastUsedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string Address { get; init; } = "";

    /// <summary>What the browser says it is, for the person to know it again.</summary>
    public string Device { get; init; } = "";
}

/// <summary>The steps between the password and the first token.</summary>
internal static class SessionSteps
{
    internal const string SecondFactor = nameof(SecondFactor);
    internal const string Enrolment = nameof(Enrolment);
    internal const string NewPassword = nameof(NewPassword);
}

internal sealed class SessionConfiguration : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("sessions", table => table.HasCheckConstraint("session_awaits", "awaits IN ('SecondFactor', 'Enrolment', 'NewPassword')"));
        builder.Property(session => session.Address).HasDefaultValue("");
        builder.Property(session => session.Device).HasDefaultValue("");
        builder.Property(session => session.LastUsedAt).HasDefaultValueSql("now()");
        builder.HasIndex(session => session.PersonId).HasFilter("ended_at IS NULL");
        builder.HasOne<Person>().WithMany().HasForeignKey(session => session.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
