using Ronghe.Contracts.Identity;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.ServiceDefaults.Directory;

/// <summary>Keeps the copy of a unit; when it moved, the paths of all units and people below it follow.</summary>
public sealed class KeepUnitWhenUnitChanged<TDb>(Inbox<TDb> inbox) : InboxConsumer<UnitChanged, TDb>(inbox)
    where TDb : ServiceDb
{
    /// <inheritdoc/>
    protected override Task Apply(UnitChanged message, TDb db, CancellationToken ct) => ApplyAll([message], db, ct);

    /// <inheritdoc/>
    protected override Task ApplyAll(IReadOnlyList<UnitChanged> messages, TDb db, CancellationToken ct) =>
        DirectoryWrites.KeepUnits(db, messages.Select(message => new UnitCopy
        {
            Id = message.UnitId,
            Code = message.Code,
            Path = message.Path,
            Name = message.Name,
            NameEn = message.NameEn,
            Kind = message.Kind,
            Version = message.Version,
            Active = message.Active,
        }), ct);
}
