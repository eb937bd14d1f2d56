namespace Ronghe.Contracts.Welfare;

/// <summary>A welfare programme was published on the authority of a closed power case.</summary>
/// <param name="ProgrammeId">Subject: the programme.</param>
/// <param name="Version">Version of the programme's row.</param>
/// <param name="Kind">FestivalGift, HardshipAid or QuotaAllocation.</param>
/// <param name="AuthorityCaseId">The power case that it rests on.</param>
/// <param name="Budget">Whole budget in yuan.</param>
public sealed record ProgrammePublished(
    Guid ProgrammeId,
    long Version,
    string Kind,
    string UnitPath,
    Guid AuthorityCaseId,
    decimal Budget,
    DateTimeOffset At);
