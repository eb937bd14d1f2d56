using System.Collections.Concurrent;
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
    private readonly Histogram<double> age;
    private readonly ConcurrentDictionary<string, long> waiting = new();
    private readonly ConcurrentDictionary<string, long> failed = new();
    private long depth;
    private long delayed;
    private double oldestSeconds;

    public MessagingFigures(IMeterFactory meters)
    {
        var meter = meters.Create(MessagingTelemetry.Name);
        relayed = meter.CreateCounter<long>("ronghe.outbox.relayed", "{message}", "Messages that the broker confirmed.");
        applied = meter.CreateCounter<long>("ronghe.inbox.applied", "{message}", "Messages whose effect was committed.");
        duplicates = meter.CreateCounter<long>("ronghe.inbox.duplicates", "{message}", "Messages that had been applied before.");
        refused = meter.CreateCounter<long>("ronghe.inbox.refused", "{message}", "Messages listed in inbox_refused.");
        age = meter.CreateHistogram("ronghe.inbox.age", "s", "From the commit of an event, or its due time, to the commit of its effect.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300, 3600] });
        meter.CreateObservableGauge("ronghe.outbox.depth", () => Volatile.Read(ref depth), "{message}", "Messages that are due and wait; counted up to 100,000. 0 on replicas that do not relay.");
        meter.CreateObservableGauge("ronghe.outbox.delayed", () => Volatile.Read(ref delayed), "{message}", "Messages that are not due yet; counted up to 100,000.");
        meter.CreateObservableGauge("ronghe.inbox.depth", () => ByQueue(waiting), "{message}", "Messages that wait in a queue of this service, by queue.");
        meter.CreateObservableGauge("ronghe.inbox.failed", () => ByQueue(failed), "{message}", "Messages that failed and wait for a decision, by queue.");
        meter.CreateObservableGauge("ronghe.outbox.oldest", () => Volatile.Read(ref oldestSeconds), "s", "Age of the oldest waiting message.");
    }

    internal void Waiting(long due, long later, TimeSpan oldest)
    {
        Volatile.Write(ref depth, due);
        Volatile.Write(ref delayed, later);
        Volatile.Write(ref oldestSeconds, oldest.TotalSeconds);
    }

    internal void Relayed(int count) => relayed.Add(count);

    internal void Applied(string consumer, int count, int repeated)
    {
        if (count > 0) applied.Add(count, new KeyValuePair<string, object?>("consumer", consumer));
        if (repeated > 0) duplicates.Add(repeated, new KeyValuePair<string, object?>("consumer", consumer));
    }

    internal void Aged(string consumer, TimeSpan sinceCommit) =>
        age.Record(Math.Max(0, sinceCommit.TotalSeconds), new KeyValuePair<string, object?>("consumer", consumer));

    internal void WaitingIn(string queue, long count) => waiting[queue] = count;

    internal void FailedIn(string queue, long count) => failed[queue] = count;

    internal void Refused(string consumer) => refused.Add(1, new KeyValuePair<string, object?>("consumer", consumer));

    private static IEnumerable<Measurement<long>> ByQueue(ConcurrentDictionary<string, long> counts) =>
        counts.Select(count => new Measurement<long>(count.Value, new KeyValuePair<string, object?>("queue", count.Key)));
}
