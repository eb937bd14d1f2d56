namespace Ronghe.Contracts.Welfare;

/// <summary>People of one unit received something from a programme: issued to them, claimed by them or won in a draw. Names nobody.</summary>
/// <param name="BatchId">Subject: this batch, which is told once.</param>
/// <param name="Version">Always 1: a batch never changes.</param>
/// <param name="UnitPath">Unit of the people.</param>
/// <param name="How">Issue, Claim or Draw.</param>
/// <param name="People">How many people.</param>
/// <param name="Amount">Yuan for all of them.</param>
public sealed record BenefitsReceived(
    Guid BatchId,
    long Version,
    Guid ProgrammeId,
    string UnitPath,
    string How,
    int People,
    decimal Amount,
    DateTimeOffset At);
