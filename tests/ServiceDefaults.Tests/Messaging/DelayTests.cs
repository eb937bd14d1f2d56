using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Messaging;

public sealed class DelayTests(Servers servers)
{
    [Fact]
    public async Task A_delayed_event_leaves_when_it_is_due_and_not_before()
    {
        var site = await Site.CreateAsync(servers);
        await using var service = await NotesService.StartAsync(site);
        var due = TimeProvider.System.GetUtcNow().AddSeconds(3);

        await service.WriteAt(due, "later");
        await service.Write("now");

        await site.Readings(1);
        Assert.Equal("now", await site.Ask<string>("SELECT text FROM readings"));
        await site.Readings(2);
        Assert.InRange(TimeProvider.System.GetUtcNow(), due, due.AddSeconds(2));
    }

    [Fact]
    public async Task A_delay_outlives_the_service_and_is_told_by_the_clock_of_the_next_one()
    {
        var site = await Site.CreateAsync(servers);
        await using (var first = await NotesService.StartAsync(site)) await first.WriteAt(TimeProvider.System.GetUtcNow().AddDays(3), "in three days");
        await using (var second = await NotesService.StartAsync(site))
        {
            await second.Write("meanwhile");
            await site.Readings(1);
            Assert.Equal(1, await site.Ask<long>("SELECT count(*) FROM outbox"));
        }

        await using var afterwards = await NotesService.StartAsync(site, services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new Ahead(TimeSpan.FromDays(3)))));
        await site.Readings(2);
        Assert.Equal(0, await site.Ask<long>("SELECT count(*) FROM inbox_refused"));
    }

    [Fact]
    public async Task A_time_that_has_passed_means_at_once()
    {
        var site = await Site.CreateAsync(servers);
        await using var service = await NotesService.StartAsync(site);

        await service.WriteAt(TimeProvider.System.GetUtcNow().AddDays(-40), "late");

        await site.Readings(1);
        Assert.Equal(0, await site.Ask<long>("SELECT count(*) FROM inbox_refused"));
    }

    [Fact]
    public async Task Thousands_that_are_not_due_keep_nobody_waiting()
    {
        var site = await Site.CreateAsync(servers);
        await using var service = await NotesService.StartAsync(site);
        await site.Execute("""
            INSERT INTO outbox (message_id, type, body, due_at, created_at)
            SELECT gen_random_uuid(), 'Ronghe.ServiceDefaults.Tests.Messaging.NoteWritten', '{}', now() + interval '1 day', now() FROM generate_series(1, 50000);
            ANALYZE outbox
            """);

        await service.Write("now");

        await site.Readings(1, TimeSpan.FromSeconds(5));
        Assert.Contains("ix_outbox_due", await site.Ask<string>("EXPLAIN (FORMAT JSON) SELECT seq FROM outbox WHERE due_at <= now() ORDER BY due_at, seq LIMIT 200"));
    }

    private sealed class Ahead(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
