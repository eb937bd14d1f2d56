using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ronghe.Welfare.Surveys;

/// <summary>One question about a delivery, or once a quarter about the union's service as a whole.</summary>
internal sealed class Survey
{
    public required Guid Id { get; init; }

    /// <summary>Delivery or Quarter.</summary>
    public required string Kind { get; init; }

    public required Guid? ProgrammeId { get; init; }

    public required string UnitPath { get; init; }

    public required string Question { get; init; }

    /// <summary>Fewest answers of which anything is shown.</summary>
    public required int Threshold { get; init; }

    public required DateTimeOffset OpensAt { get; init; }

    public required DateTimeOffset ClosesAt { get; init; }

    /// <summary>Result as published; null before.</summary>
    public string? Result { get; set; }

    public long Version { get; set; } = 1;

    internal static void Configure(EntityTypeBuilder<Survey> entity)
    {
        entity.ToTable("surveys", table => table.HasCheckConstraint("survey_threshold", "threshold >= 10 AND kind IN ('Delivery', 'Quarter') AND (kind = 'Delivery') = (programme_id IS NOT NULL)"));
        entity.HasKey(survey => survey.Id);
        entity.Property(survey => survey.Result).HasColumnType("jsonb");
        entity.HasIndex(survey => new { survey.UnitPath, survey.Kind, survey.ClosesAt });
    }
}

/// <summary>People who share a key, so that a signature says no more than that one of them answers.</summary>
internal sealed class SurveyCohort
{
    public required Guid SurveyId { get; init; }

    public required string Cohort { get; init; }

    public required int Invited { get; init; }

    public required byte[] PublicKey { get; init; }

    public required byte[] PrivateKey { get; init; }

    internal static void Configure(EntityTypeBuilder<SurveyCohort> entity)
    {
        entity.ToTable("survey_cohorts");
        entity.HasKey(cohort => new { cohort.SurveyId, cohort.Cohort });
    }
}

/// <summary>Who was invited, and that they got their one signature: the same blinded token again gets the same, another gets none.</summary>
internal sealed class SurveyInvitation
{
    public required Guid SurveyId { get; init; }

    public required Guid PersonId { get; init; }

    public required string Cohort { get; init; }

    public byte[]? BlindedHash { get; set; }

    internal static void Configure(EntityTypeBuilder<SurveyInvitation> entity)
    {
        entity.ToTable("survey_invitations");
        entity.HasKey(invitation => new { invitation.SurveyId, invitation.PersonId });
    }
}

/// <summary>An answer of nobody: no person, no time, no ordered id.</summary>
internal sealed class SurveyAnswer
{
    /// <summary>SHA-256 of the token, which only the one who answers ever knew.</summary>
    public required byte[] TokenHash { get; init; }

    public required Guid SurveyId { get; init; }

    public required string Cohort { get; init; }

    public required int Score { get; init; }

    public string? Remark { get; init; }

    internal static void Configure(EntityTypeBuilder<SurveyAnswer> entity)
    {
        entity.ToTable("survey_answers", table => table.HasCheckConstraint("survey_score", "score BETWEEN 1 AND 5"));
        entity.HasKey(answer => answer.TokenHash);
    }
}
