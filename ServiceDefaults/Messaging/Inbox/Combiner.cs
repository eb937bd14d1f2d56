using System.Threading.Channels;

namespace Ronghe.ServiceDefaults.Messaging.Inbox;

/// <summary>Gathers what arrives within <see cref="Patience"/>, at most <see cref="Most"/> items, and hands it over as one batch, one batch at a time.</summary>
/// <param name="settle">Takes a batch; must not throw.</param>
internal sealed class Combiner<T> : IDisposable
{
    internal const int Most = 100;
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(3);

    private readonly Channel<T> waiting = Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Func<IReadOnlyList<T>, Task> settle;

    internal Combiner(Func<IReadOnlyList<T>, Task> settle)
    {
        this.settle = settle;
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(Run); // Must not live in the trace of the first message.
    }

    internal void Add(T item) => waiting.Writer.TryWrite(item);

    public void Dispose() => waiting.Writer.TryComplete();

    private async Task Run()
    {
        while (await waiting.Reader.WaitToReadAsync())
        {
            var batch = new List<T>();
            Fill(batch);
            if (batch.Count < Most)
            {
                await Task.Delay(Patience);
                Fill(batch);
            }

            await settle(batch);
        }
    }

    private void Fill(List<T> batch)
    {
        while (batch.Count < Most && waiting.Reader.TryRead(out var item)) batch.Add(item);
    }
}
