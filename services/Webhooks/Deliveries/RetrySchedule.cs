namespace Ronghe.Webhooks.Deliveries;

/// <summary>When to try again: ten more times over a good day, each pause with up to a fifth more or less, so that many do not come back at once.</summary>
internal static class RetrySchedule
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8), TimeSpan.FromHours(12),
    ];

    /// <summary>Attempts after which a delivery is dead.</summary>
    internal static int Most => Pauses.Length + 1;

    /// <summary>Null when it was the last attempt. A receiver that says when to come back is believed for up to a day.</summary>
    /// <param name="attempts">Attempts made, at least one.</param>
    /// <param name="asked">The receiver's Retry-After.</param>
    /// <param name="luck">0 to 1.</param>
    internal static TimeSpan? PauseAfter(int attempts, TimeSpan? asked, double luck)
    {
        if (attempts >= Most) return null;
        var pause = Pauses[attempts - 1] * (0.8 + 0.4 * luck);
        return asked is { } wish && wish > pause ? wish < TimeSpan.FromDays(1) ? wish : TimeSpan.FromDays(1) : pause;
    }
}
