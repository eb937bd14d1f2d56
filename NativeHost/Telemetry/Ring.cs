namespace Ronghe.NativeHost.Telemetry;

/// <summary>Keeps the newest items: neither older than an age nor heavier together than a weight.</summary>
internal sealed class Ring<T>(long mostWeight, TimeSpan mostAge, TimeProvider clock) where T : IKept
{
    private readonly Lock changing = new();
    private readonly Queue<(T Item, DateTimeOffset Arrived)> items = [];

    internal long Weight { get; private set; }

    internal void Add(T item)
    {
        lock (changing)
        {
            items.Enqueue((item, clock.GetUtcNow()));
            Weight += item.Weight;
            Trim();
        }
    }

    /// <summary>Oldest first.</summary>
    internal IReadOnlyList<T> All()
    {
        lock (changing)
        {
            Trim();
            return [.. items.Select(item => item.Item)];
        }
    }

    private void Trim()
    {
        var oldest = clock.GetUtcNow() - mostAge;
        while (items.TryPeek(out var first) && (Weight > mostWeight || first.Arrived < oldest)) Weight -= items.Dequeue().Item.Weight;
    }
}
