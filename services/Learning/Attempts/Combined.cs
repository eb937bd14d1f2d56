using System.Threading.Channels;
using Npgsql;

namespace Ronghe.Learning.Attempts;

/// <summary>One request that waits for the transaction it shares.</summary>
internal sealed class Waiting<TItem, TAnswer>(TItem item)
{
    private readonly TaskCompletionSource<TAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TItem Item { get; } = item;

    internal Task<TAnswer> Answer => answer.Task;

    internal void Succeed(TAnswer value) => answer.TrySetResult(value);

    internal void Fail(Exception cause) => answer.TrySetException(cause);
}

/// <summary>
/// Gathers requests while the transaction before them runs and settles them in one: twenty thousand people who start together cost a
/// few hundred commits. When a batch fails, each is tried alone, so that nobody pays for a neighbour.
/// </summary>
internal sealed class Combined<TItem, TAnswer> : IDisposable
{
    private const int Most = 200;
    private const int Lanes = 2;
    private readonly Channel<Waiting<TItem, TAnswer>> waiting = Channel.CreateBounded<Waiting<TItem, TAnswer>>(50_000);
    private readonly Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TAnswer>>> settle;

    /// <param name="settle">One transaction; answers in the order of its items.</param>
    internal Combined(Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TAnswer>>> settle)
    {
        this.settle = settle;
        using (ExecutionContext.SuppressFlow()) for (var lane = 0; lane < Lanes; lane++) _ = Task.Run(Run); // not in the first request's trace
    }

    internal async Task<TAnswer> Do(TItem item, CancellationToken ct)
    {
        var entry = new Waiting<TItem, TAnswer>(item);
        await waiting.Writer.WriteAsync(entry, ct);
        return await entry.Answer;
    }

    public void Dispose() => waiting.Writer.TryComplete();

    private async Task Run()
    {
        while (await waiting.Reader.WaitToReadAsync())
        {
            var batch = new List<Waiting<TItem, TAnswer>>();
            while (batch.Count < Most && waiting.Reader.TryRead(out var entry)) batch.Add(entry);
            if (batch.Count > 0) await Settle(batch);
        }
    }

    private async Task Settle(List<Waiting<TItem, TAnswer>> batch)
    {
        try
        {
            var answers = await settle([.. batch.Select(entry => entry.Item)]);
            foreach (var (entry, answer) in batch.Zip(answers)) entry.Succeed(answer);
        }
        catch (Exception cause)
        {
            // A database that is away is away for each of them; a statement that fails may be one item's fault.
            var away = cause is NpgsqlException and not PostgresException;
            if (away || batch.Count == 1) batch.ForEach(entry => entry.Fail(cause));
            else foreach (var entry in batch) await Settle([entry]);
        }
    }
}
