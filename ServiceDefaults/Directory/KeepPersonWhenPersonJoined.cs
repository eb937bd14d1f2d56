using Ronghe.Contracts.Identity;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.ServiceDefaults.Directory;

/// <summary>Keeps the copy of a person who joined.</summary>
public sealed class KeepPersonWhenPersonJoined<TDb>(Inbox<TDb> inbox) : InboxConsumer<PersonJoined, TDb>(inbox)
    where TDb : ServiceDb
{
    /// <inheritdoc/>
    protected override Task Apply(PersonJoined message, TDb db, CancellationToken ct) => ApplyAll([message], db, ct);

    /// <inheritdoc/>
    protected override Task ApplyAll(IReadOnlyList<PersonJoined> messages, TDb db, CancellationToken ct) =>
        DirectoryWrites.KeepPeople(db, messages.Select(message => new SnapshotPerson(message.PersonId, message.Version, message.Facts)), ct);
}
