using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.PowerItems.Ledger;

/// <summary>Who erased the words of an act or the salt of a case, when and why: the erasure itself leaves a trace.</summary>
[AppendOnly]
internal sealed class InputErasure : IUnitScoped
{
    public Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    /// <summary>Null when the whole case was erased.</summary>
    public Guid? ActId { get; init; }

    public required string UnitPath { get; init; }

    public required string ErasedBy { get; init; }

    public required string Reason { get; init; }

    public DateTimeOffset At { get; init; }
}
