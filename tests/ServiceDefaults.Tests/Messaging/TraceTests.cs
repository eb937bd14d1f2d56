using System.Collections.Concurrent;
using System.Diagnostics;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Messaging;

public sealed class TraceTests(Servers servers)
{
    private static readonly ActivitySource Source = new("Ronghe.Tests");

    [Fact]
    public async Task Messages_that_share_a_transaction_keep_each_its_own_trace_to_the_second_consumer()
    {
        var site = await Site.CreateAsync(servers);
        await using var service = await NotesService.StartAsync(site);
        var traces = new Dictionary<Guid, string>();
        for (var act = 0; act < 20; act++)
        {
            using var root = Source.StartActivity("act");
            Assert.NotNull(root);
            traces[(await service.Write("say again")).Single()] = root.TraceId.ToString();
        }

        await site.Readings(40);
        foreach (var (note, trace) in traces)
        {
            Assert.Equal(trace, await site.Ask<string>($"SELECT string_agg(DISTINCT trace, ',') FROM readings WHERE note_id = '{note}'"));
        }
    }

    [Fact]
    public async Task Every_span_of_an_act_hangs_under_another_span_of_it()
    {
        var site = await Site.CreateAsync(servers);
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener { ShouldListenTo = _ => true, ActivityStopped = spans.Add };
        ActivitySource.AddActivityListener(listener);
        await using var service = await NotesService.StartAsync(site);

        var act = Source.StartActivity("act");
        await service.Write("say again");
        act!.Dispose();
        await site.Readings(2);

        await Eventually.Holds(() =>
        {
            var trace = spans.Where(span => span.TraceId == act.TraceId).ToList();
            Assert.Equal(2, trace.Count(span => span.OperationName.EndsWith(" publish", StringComparison.Ordinal) && span.Source.Name == "Ronghe.Messaging"));
            Assert.Equal(2, trace.Count(span => span.Source.Name == "MassTransit" && span.Kind == ActivityKind.Consumer && span.OperationName.Contains("process")));
            var ids = trace.Select(span => span.SpanId).ToHashSet();
            Assert.All(trace, span => Assert.True(span == act || ids.Contains(span.ParentSpanId), $"{span.Source.Name} {span.DisplayName} hangs in the air"));
            return Task.CompletedTask;
        });
    }
}
