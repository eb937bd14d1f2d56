using System.Diagnostics;
using MassTransit;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.ServiceDefaults.Messaging.Inbox;

/// <summary>
/// A consumer whose effect happens once per message, however often the message arrives: effect and inbox row commit in one
/// transaction, which several messages may share. Consumers see every unit.
/// </summary>
public abstract class InboxConsumer<TMessage, TDb>(Inbox<TDb> inbox) : IConsumer<TMessage>
    where TMessage : class
    where TDb : ServiceDb
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<TMessage> context) => inbox.Receive(this, context);

    /// <summary>
    /// Applies one message; events are published with <c>db.SaveAndPublishAsync</c>, and what is tracked afterwards is saved. An
    /// expected no is logged and done; an exception is retried and then ends in the error queue. No remote call inside.
    /// </summary>
    protected abstract Task Apply(TMessage message, TDb db, CancellationToken ct);

    /// <summary>
    /// Applies the messages of one transaction, at least one, none of them applied before; calls <see cref="Apply"/> for each
    /// unless overridden with a set-based effect. When it throws, each message is tried alone in a transaction of its own.
    /// </summary>
    protected virtual async Task ApplyAll(IReadOnlyList<TMessage> messages, TDb db, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(messages);
        for (var index = 0; index < messages.Count; index++)
        {
            // Events that this message causes belong to its own trace.
            if (messages is ArrivedMessages<TMessage> arrived) Activity.Current = arrived.ActivityOf(index);
            await Apply(messages[index], db, ct);
        }
    }

    internal Task ApplyArrived(ArrivedMessages<TMessage> messages, TDb db, CancellationToken ct) => ApplyAll(messages, db, ct);
}
