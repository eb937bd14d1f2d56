using System.Collections.Concurrent;
using System.Diagnostics;
using Ronghe.ServiceDefaults.Telemetry;
using Ronghe.Testing;
using StackExchange.Redis;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Telemetry;

public sealed class Redis_spans(Servers servers)
{
    [Fact]
    public async Task Commands_are_spans_below_the_span_that_sent_them()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var source = new ActivitySource("test.redis");
        using var listener = new ActivityListener
        {
            ShouldListenTo = heard => heard.Name is "test.redis" or "Ronghe.Redis",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(await servers.RedisConnection());
        using var telemetry = new RedisTelemetry(redis);

        Activity request;
        using (request = source.StartActivity("request")!)
        {
            await redis.GetDatabase().StringSetAsync("spans", "seen");
            await redis.GetDatabase().StringGetAsync("spans");
        }

        var commands = spans.Where(span => span.Source.Name == "Ronghe.Redis" && span.TraceId == request.TraceId).ToList();
        Assert.Equal(["redis GET", "redis SET"], commands.Select(span => span.OperationName).Order());
        Assert.All(commands, span => Assert.Equal((request.SpanId, ActivityKind.Client), (span.ParentSpanId, span.Kind)));
    }
}
