using Ronghe.Contracts.Identity;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.ServiceDefaults.Directory;

/// <summary>Keeps that a person left: inactive, without posts.</summary>
public sealed class KeepPersonWhenPersonLeft<TDb>(Inbox<TDb> inbox) : InboxConsumer<PersonLeft, TDb>(inbox)
    where TDb : ServiceDb
{
    /// <inheritdoc/>
    protected override Task Apply(PersonLeft message, TDb db, CancellationToken ct) => ApplyAll([message], db, ct);

    /// <inheritdoc/>
    protected override Task ApplyAll(IReadOnlyList<PersonLeft> messages, TDb db, CancellationToken ct) =>
        DirectoryWrites.KeepLeavers(db, messages, ct);
}
