using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Ronghe.ServiceDefaults.Messaging;

/// <summary>Names under which messaging reports spans and figures.</summary>
public static class MessagingTelemetry
{
    /// <summary>The meter and the activity source of outbox and inbox.</summary>
    public const string Name = "Ronghe.Messaging";

    /// <summary>Every activity source that a trace through the broker needs.</summary>
    public static IReadOnlyList<string> Sources { get; } =
        [Name, "MassTransit", "RabbitMQ.Client.Publisher", "RabbitMQ.Client.Subscriber"];

    /// <summary>Every meter of messaging.</summary>
    public static IReadOnlyList<string> Meters { get; } = [Name, "MassTransit"];

    internal static ActivitySource Source { get; } = new(Name);
}

/// <summary>The figures of one service: what waits in the outbox, what was relayed, applied and recognised as a duplicate.</summary>
internal sealed class MessagingFigures
{
    private readonly Counter<long> relayed;
    private readonly Counter<long> applied;
    private readonly Counter<long> duplicates;
    private readonly Counter<long> refused;
    private long depth;
    private double oldestSeconds;

    public MessagingFigures(IMeterFactory meters)
    {
        var meter = meters.Create(MessagingTelemetry.Name);
        relayed = meter.CreateCounter<long>("ronghe.outbox.relayed", "{message}", "Messages that the broker confirmed.");
        applied = meter.CreateCounter<long>("ronghe.inbox.applied", "{message}", "Messages whose effect was committed.");
        duplicates = meter.CreateCounter<long>("ronghe.inbox.duplicates", "{message}", "Messages that had been applied before.");
        refused = meter.CreateCounter<long>("ronghe.inbox.refused", "{message}", "Messages listed in inbox_refused.");
        meter.CreateObservableGauge("ronghe.outbox.depth", () => Volatile.Read(ref depth), "{message}", "Messages that wait; counted up to 100,000. 0 on replicas that do not relay.");
        meter.CreateObservableGauge("ronghe.outbox.oldest", () => Volatile.Read(ref oldestSeconds), "s", "Age of the oldest waiting message.");
    }

    internal void Waiting(long count, TimeSpan oldest)
    {
        Volatile.Write(ref depth, count);
        Volatile.Write(ref oldestSeconds, oldest.TotalSeconds);
    }

    internal void Relayed(int count) => relayed.Add(count);

    internal void Applied(string consumer, int count, int repeated)
    {
        if (count > 0) applied.Add(count, new KeyValuePair<string, object?>("consumer", consumer));
        if (repeated > 0) duplicates.Add(repeated, new KeyValuePair<string, object?>("consumer", consumer));
    }

    internal void Refused(string consumer) => refused.Add(1, new KeyValuePair<string, object?>("consumer", consumer));
}
