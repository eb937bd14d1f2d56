using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Messaging;

public sealed class FigureTests(Servers servers)
{
    [Fact]
    public async Task Age_depth_and_rate_of_outbox_and_inbox_are_told_under_their_names_and_units()
    {
        var site = await Site.CreateAsync(servers);
        var seen = new ConcurrentDictionary<string, (string? Unit, double Sum)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == MessagingTelemetry.Name) listening.EnableMeasurementEvents(instrument);
        };
        void Add(Instrument instrument, double value) => seen.AddOrUpdate(instrument.Name, (instrument.Unit, value), (_, known) => (instrument.Unit, known.Sum + value));
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument, value));
        listener.Start();

        await using var service = await NotesService.StartAsync(site);
        await service.Write([.. Enumerable.Repeat("good", 5), "poison"]);
        await service.WriteAt(TimeProvider.System.GetUtcNow().AddHours(1), "later");
        await site.Readings(5);
        await site.Failures(1);

        await Eventually.Holds(() =>
        {
            listener.RecordObservableInstruments();
            Assert.Equal("{message}", seen["ronghe.outbox.relayed"].Unit);
            Assert.True(seen["ronghe.outbox.relayed"].Sum >= 6);
            Assert.Equal("{message}", seen["ronghe.outbox.depth"].Unit);
            Assert.True(seen["ronghe.outbox.delayed"].Sum >= 1);
            Assert.Equal("s", seen["ronghe.outbox.oldest"].Unit);
            Assert.True(seen["ronghe.inbox.applied"].Sum >= 5);
            Assert.Equal("s", seen["ronghe.inbox.age"].Unit);
            Assert.Equal("{message}", seen["ronghe.inbox.depth"].Unit);
            Assert.True(seen["ronghe.inbox.failed"].Sum >= 1);
            return Task.CompletedTask;
        });
    }
}
