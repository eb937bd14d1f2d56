using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.Learning.Attempts;
using Ronghe.Learning.Exams;

namespace Ronghe.Learning.Certificates;

/// <summary>Says that somebody passed an exam. It holds no name: the holder's name is printed from their own signed identity token.</summary>
internal sealed class Certificate
{
    public required Guid Id { get; init; }

    /// <summary>Twelve random characters, so that certificates can be checked and not listed.</summary>
    public required string Number { get; init; }

    public required Guid AttemptId { get; init; }

    public required Guid ExamId { get; init; }

    public required Guid PersonId { get; init; }

    public required string UnitPath { get; init; }

    public required string Title { get; init; }

    public required string TitleEn { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Set when marking again took the pass away; null while it stands.</summary>
    public required DateTimeOffset? RevokedAt { get; set; }

    internal static void Configure(EntityTypeBuilder<Certificate> entity)
    {
        entity.ToTable("certificates");
        entity.HasKey(certificate => certificate.Id);
        entity.HasIndex(certificate => certificate.Number).IsUnique();
        entity.HasIndex(certificate => certificate.AttemptId).IsUnique().HasFilter("revoked_at IS NULL");
        entity.HasIndex(certificate => certificate.PersonId);
    }
}

internal static class CertificateBook
{
    // Without letters and digits that are read for each other.
    private const string Alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    internal static void Issue(Attempt attempt, Exam exam, LearningDb db, DateTimeOffset now) =>
        db.Certificates.Add(new()
        {
            Id = Guid.CreateVersion7(now), Number = RandomNumberGenerator.GetString(Alphabet, 12), AttemptId = attempt.Id, ExamId = exam.Id,
            PersonId = attempt.PersonId, UnitPath = attempt.UnitPath, Title = exam.Title, TitleEn = exam.TitleEn, IssuedAt = now, RevokedAt = null,
        });

    internal static async Task Revoke(Attempt attempt, LearningDb db, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var certificate in await db.Certificates.Where(row => row.AttemptId == attempt.Id && row.RevokedAt == null).ToListAsync(ct)) certificate.RevokedAt = now;
    }
}
