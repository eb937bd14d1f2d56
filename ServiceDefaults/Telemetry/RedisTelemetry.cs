using System.Diagnostics;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace Ronghe.ServiceDefaults.Telemetry;

/// <summary>Spans for Redis commands, made from StackExchange.Redis' own profiling when the span that sent them ends.</summary>
internal sealed class RedisTelemetry : IDisposable
{
    private const string Session = "ronghe.redis";
    private const string Name = "Ronghe.Redis";
    private static readonly ActivitySource Source = new(Name);
    private readonly ActivityListener listener;

    internal RedisTelemetry(IConnectionMultiplexer redis)
    {
        redis.RegisterProfiler(SessionOfCurrentSpan);
        listener = new ActivityListener { ShouldListenTo = source => source.Name != Name, ActivityStopped = WriteSpans };
        ActivitySource.AddActivityListener(listener);
    }

    public void Dispose() => listener.Dispose();

    private static ProfilingSession? SessionOfCurrentSpan()
    {
        if (Activity.Current is not { Recorded: true } span) return null;
        lock (span)
        {
            if (span.GetCustomProperty(Session) is ProfilingSession session) return session;
            session = new ProfilingSession();
            span.SetCustomProperty(Session, session);
            return session;
        }
    }

    private static void WriteSpans(Activity span)
    {
        if (span.GetCustomProperty(Session) is not ProfilingSession session) return;
        foreach (var command in session.FinishProfiling())
        {
            using var redis = Source.StartActivity(ActivityKind.Client, span.Context,
                [new("db.system.name", "redis"), new("db.operation.name", command.Command)], startTime: command.CommandCreated, name: $"redis {command.Command}");
            redis?.SetEndTime(command.CommandCreated + command.ElapsedTime);
        }
    }
}
