using Ronghe.Contracts.Learning;
using Ronghe.Testing;

namespace Ronghe.Bench.Evidence;

/// <summary>Tells lessons completed, 200 at a time, each confirmed by the broker.</summary>
internal static class Crowd
{
    private const int Window = 200;
    private static readonly DateTimeOffset At = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    /// <param name="twice">Every 50th is told again, under its own id or another.</param>
    internal static async Task Tell(string broker, long from, int count, bool twice)
    {
        await using var wire = await Wire.ConnectAsync(broker);
        foreach (var window in Enumerable.Range(0, count).Chunk(Window))
        {
            await Task.WhenAll(window.Select(async number =>
            {
                var (message, id) = (Event(from + number), Guid.CreateVersion7());
                await wire.Tell(message, id);
                if (twice && number % 50 == 0) await wire.Tell(message, number % 100 == 0 ? id : Guid.CreateVersion7());
            }));
        }
    }

    private static LessonCompleted Event(long number) => new(
        Id(1, number), 1, Id(2, number % 20_000), $"G/B01/F010{(number % 2) + 1}/", "FIRE-REPORT", At.AddMinutes(number % 100_000));

    private static Guid Id(byte kind, long number)
    {
        var bytes = new byte[16];
        bytes[0] = kind;
        BitConverter.TryWriteBytes(bytes.AsSpan(8), number);
        return new Guid(bytes);
    }
}
