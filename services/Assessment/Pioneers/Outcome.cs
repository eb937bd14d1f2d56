using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Assessment.Pioneers;

/// <summary>
/// What a pioneer post achieved in the field: PatrolFinding (reported → verified), Hazard (reported → verified → closed) or Plot
/// (reported → accepted). It counts once its last stage is reached, by somebody else's word.
/// </summary>
internal sealed class Outcome : IUnitScoped
{
    internal const string Reported = nameof(Reported);
    internal const string Verified = nameof(Verified);
    internal const string Done = nameof(Done);
    internal const string Rejected = nameof(Rejected);

    /// <summary>Given by the phone that recorded it, so that a second upload is the same outcome.</summary>
    public required Guid Id { get; init; }

    public required Guid PostId { get; init; }

    public required Guid PersonId { get; init; }

    public required string UnitPath { get; init; }

    public required string Kind { get; init; }

    public required string Terrain { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required string Evidence { get; init; }

    /// <summary>SHA-256 of what was uploaded: the same id with other content is a conflict.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Weight by kind, terrain and season, as it was on the day.</summary>
    public required decimal Weight { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public string State { get; private set; } = Reported;

    public string? ConfirmedBy { get; private set; }

    public long Version { get; private set; } = 1;

    /// <summary>One step on; false when there is none from here.</summary>
    internal bool Confirm(bool accepted, string by)
    {
        if (State is Done or Rejected) return false;
        State = !accepted ? Rejected : Kind == "Hazard" && State == Reported ? Verified : Done;
        (ConfirmedBy, Version) = (by, Version + 1);
        return true;
    }

    internal static void Configure(EntityTypeBuilder<Outcome> entity)
    {
        entity.ToTable("pioneer_outcomes", table => table.HasCheckConstraint("outcome_other_person", "confirmed_by IS NULL OR confirmed_by <> person_id::text"));
        entity.HasKey(outcome => outcome.Id);
        entity.Property(outcome => outcome.Weight).HasPrecision(9, 4);
        entity.HasIndex(outcome => outcome.PostId);
    }
}

/// <summary>Where an outcome was, to about a kilometre; deleted when it expires or its consent is withdrawn.</summary>
internal sealed class OutcomePlace
{
    public required Guid OutcomeId { get; init; }

    public required Guid PersonId { get; init; }

    public required decimal Latitude { get; init; }

    public required decimal Longitude { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    internal static void Configure(EntityTypeBuilder<OutcomePlace> entity)
    {
        entity.ToTable("outcome_places", table => table.HasCheckConstraint("place_coarse", "latitude = round(latitude, 2) AND longitude = round(longitude, 2)"));
        entity.HasKey(place => place.OutcomeId);
        entity.Property(place => place.Latitude).HasPrecision(6, 2);
        entity.Property(place => place.Longitude).HasPrecision(6, 2);
        entity.HasIndex(place => place.ExpiresAt);
        entity.HasIndex(place => place.PersonId);
    }

    internal static async Task Forget(ServiceDatabase<AssessmentDb> database, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand("DELETE FROM outcome_places WHERE expires_at <= now()");
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>A person's consent to keep coarse places of their outcomes for a purpose and a time (个人信息保护法 §13–15, §29).</summary>
internal sealed class PlaceConsent
{
    public required Guid PersonId { get; init; }

    public required string Purpose { get; init; }

    public required DateTimeOffset GivenAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    internal static void Configure(EntityTypeBuilder<PlaceConsent> entity)
    {
        entity.ToTable("place_consents");
        entity.HasKey(consent => consent.PersonId);
    }
}
