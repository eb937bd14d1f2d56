namespace Ronghe.PowerItems.Splitting;

/// <summary>Cases that look like one matter cut into pieces: together they fall into a higher tier than each of them.</summary>
/// <param name="Key">What they share: the field, such as project, or unit.</param>
/// <param name="Sum">Amounts of all of them, the case itself included.</param>
/// <param name="Bound">Upper bound of the case's own tier, which the sum exceeds.</param>
/// <param name="Cases">The cases that were summed, the case itself not among them.</param>
public sealed record SplittingFinding(string Key, decimal Sum, decimal Bound, string TierOfSum, string TierOfSumEn, int WindowDays, IReadOnlyList<SummedCase> Cases);

/// <summary>A case in the sum.</summary>
public sealed record SummedCase(Guid CaseId, string Title, string UnitPath, decimal Amount, DateTimeOffset OpenedAt, string State);
