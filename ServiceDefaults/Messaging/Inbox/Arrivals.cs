using System.Collections;
using System.Diagnostics;

namespace Ronghe.ServiceDefaults.Messaging.Inbox;

/// <summary>A message whose consumer waits for the commit of its effect.</summary>
/// <param name="Apply">Applies new messages of the same consumer.</param>
/// <param name="Activity">The span under which it is consumed; null when nobody traces.</param>
internal sealed record Arrival<TMessage>(
    Guid MessageId,
    TMessage Message,
    Func<ArrivedMessages<TMessage>, Databases.ServiceDb, CancellationToken, Task> Apply,
    Activity? Activity)
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task Done => done.Task;

    internal void Succeed() => done.TrySetResult();

    internal void Fail(Exception exception) => done.TrySetException(exception);
}

/// <summary>Messages together with the spans under which they are consumed.</summary>
internal sealed class ArrivedMessages<TMessage>(IReadOnlyList<Arrival<TMessage>> arrivals) : IReadOnlyList<TMessage>
{
    public int Count => arrivals.Count;

    public TMessage this[int index] => arrivals[index].Message;

    internal Activity? ActivityOf(int index) => arrivals[index].Activity;

    public IEnumerator<TMessage> GetEnumerator() => arrivals.Select(arrival => arrival.Message).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
