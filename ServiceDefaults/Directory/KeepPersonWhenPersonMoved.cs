using Ronghe.Contracts.Identity;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.ServiceDefaults.Directory;

/// <summary>Keeps the copy of a person's facts after a change.</summary>
public sealed class KeepPersonWhenPersonMoved<TDb>(Inbox<TDb> inbox) : InboxConsumer<PersonMoved, TDb>(inbox)
    where TDb : ServiceDb
{
    /// <inheritdoc/>
    protected override Task Apply(PersonMoved message, TDb db, CancellationToken ct) => ApplyAll([message], db, ct);

    /// <inheritdoc/>
    protected override Task ApplyAll(IReadOnlyList<PersonMoved> messages, TDb db, CancellationToken ct) =>
        DirectoryWrites.KeepPeople(db, messages.Select(message => new SnapshotPerson(message.PersonId, message.Version, message.Facts)), ct);
}
