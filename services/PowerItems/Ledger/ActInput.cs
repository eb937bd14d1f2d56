using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.PowerItems.Ledger;

/// <summary>The words of an act, and the salt of their commitment. Erasing the row leaves a leaf that proves nothing about them.</summary>
internal sealed class ActInput : IUnitScoped
{
    public required Guid ActId { get; init; }

    public required string UnitPath { get; init; }

    public required byte[] Salt { get; init; }

    public required string Opinion { get; init; }
}
