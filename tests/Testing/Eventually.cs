using System.Diagnostics;

namespace Ronghe.Testing;

/// <summary>Waits for what another thread, process or server will have done, as long as it takes and no longer.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Repeats an assertion until it passes; after <paramref name="within"/> (30 s by default) its last failure is thrown.</summary>
    public static async Task Holds(Func<Task> assertion, TimeSpan? within = null)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (watch.Elapsed < (within ?? Patience))
            {
                await Task.Delay(25);
            }
        }
    }

    /// <summary>Repeats a question until the answer is true.</summary>
    public static Task True(Func<Task<bool>> question, string what, TimeSpan? within = null) => Holds(
        async () =>
        {
            if (!await question()) throw new TimeoutException($"Still not so: {what}.");
        },
        within);
}
