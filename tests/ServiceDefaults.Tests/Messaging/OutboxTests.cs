using Xunit;
using Npgsql;
using Ronghe.ServiceDefaults.Messaging.Outbox;
using Ronghe.Testing;

namespace Ronghe.ServiceDefaults.Tests.Messaging;

public sealed class OutboxTests(Servers servers)
{
    private const string LockHolders = """
        SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = database
        WHERE locktype = 'advisory' AND granted AND datname = current_database() AND objsubid = 1
        """;

    private const string CutRelay = $"""
        WITH holders AS MATERIALIZED ({LockHolders})
        SELECT count(pg_terminate_backend(pid)) FROM holders
        """;

    [Fact]
    public async Task What_is_committed_is_published()
    {
        var site = await Site.CreateAsync(servers);
        await using var service = await NotesService.StartAsync(site);

        await service.Write("one", "two", "three");

        await site.Readings(3);
        Assert.Equal(0, await site.Ask<long>("SELECT count(*) FROM outbox"));
    }

    [Fact]
    public async Task What_is_rolled_back_is_never_published()
    {
        var site = await Site.CreateAsync(servers);
        await using var service = await NotesService.StartAsync(site);

        await using (var work = await service.Begin())
        {
            await work.Db.SaveAndPublishAsync(CancellationToken.None, new NoteWritten(Guid.CreateVersion7(), 1, "never"));
        }

        await service.Write("after");
        await site.Readings(1);
        Assert.Equal("after", await site.Ask<string>("SELECT text FROM readings"));
        Assert.Equal(0, await site.Ask<long>("SELECT count(*) FROM outbox"));
    }

    [Fact]
    public async Task An_event_waits_in_its_queue_for_a_consumer_that_has_never_started()
    {
        var site = await Site.CreateAsync(servers);
        var publisherOnly = site with { Database = await servers.CreateDatabase("publisherdb") };
        await using var publisher = await NotesService.StartAsync(publisherOnly, services => services.WithoutBus());

        await publisher.Write("early");
        await Eventually.Holds(async () => Assert.Equal(1, await site.WaitingIn(NotesService.Queue)));

        await using var consumer = await NotesService.StartAsync(site);
        await site.Readings(1);
    }

    [Fact]
    public async Task An_event_that_is_not_due_stays()
    {
        var site = await Site.CreateAsync(servers);
        await using var service = await NotesService.StartAsync(site);
        await using (var work = await service.Begin())
        {
            await work.Db.SaveAndPublishAsync(CancellationToken.None, new NoteWritten(Guid.CreateVersion7(), 1, "later"));
            await work.CommitAsync(CancellationToken.None);
        }

        await site.Readings(1);
        await site.Execute("""
            INSERT INTO outbox (message_id, type, body, due_at, created_at)
            VALUES (gen_random_uuid(), 'Ronghe.ServiceDefaults.Tests.Messaging.NoteWritten', '{}', now() + interval '1 hour', now())
            """);
        await service.Write("now");
        await site.Readings(2);
        Assert.Equal(1, await site.Ask<long>("SELECT count(*) FROM outbox"));
    }

    [Fact]
    public async Task Nobody_relays_beside_the_holder_of_the_lock_and_another_takes_over_within_seconds_of_its_death()
    {
        var site = await Site.CreateAsync(servers);
        var holder = new NpgsqlConnection(site.Database + ";Pooling=false");
        await using (holder)
        {
            await holder.OpenAsync(TestContext.Current.CancellationToken);
            await using var take = new NpgsqlCommand($"SELECT pg_advisory_lock({OutboxRelay.Lock})", holder);
            await take.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await using var service = await NotesService.StartAsync(site);
            await service.Write("waits");
            await service.Write("waits too");
            Assert.Equal(2, await site.Ask<long>("SELECT count(*) FROM outbox"));

            Assert.True(await site.Ask<bool>($"SELECT pg_terminate_backend({holder.ProcessID})"));

            await site.Readings(2, TimeSpan.FromSeconds(8));
        }
    }

    [Fact]
    public async Task A_relay_whose_session_is_cut_again_and_again_loses_and_doubles_nothing()
    {
        var site = await Site.CreateAsync(servers);
        await using var first = await NotesService.StartAsync(site);
        await using var second = await NotesService.StartAsync(site);
        var writing = Parallel.ForEachAsync(Enumerable.Range(0, 60), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (writer, _) =>
            await (writer % 2 == 0 ? first : second).Write([.. Enumerable.Range(0, 10).Select(number => $"{writer}/{number}")]));
        var cuts = 0L;
        while (!writing.IsCompleted || cuts < 5) cuts += await site.Ask<long>(CutRelay);
        await writing;

        await site.Readings(600);
        Assert.Equal(600, await site.Ask<long>("SELECT count(DISTINCT note_id) FROM readings"));
    }

    [Fact]
    public async Task One_replica_relays_at_a_time()
    {
        var site = await Site.CreateAsync(servers);
        await using var first = await NotesService.StartAsync(site);
        await using var second = await NotesService.StartAsync(site);
        await first.Write("one");
        await second.Write("two");
        await site.Readings(2);

        Assert.Equal(1, await site.Ask<long>($"SELECT count(*) FROM ({LockHolders}) AS holders"));
    }

    [Fact]
    public async Task Thousands_of_events_arrive_once_each()
    {
        var site = await Site.CreateAsync(servers);
        await using var service = await NotesService.StartAsync(site);

        await Parallel.ForEachAsync(Enumerable.Range(0, 40), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (writer, _) =>
            await service.Write([.. Enumerable.Range(0, 50).Select(number => $"{writer}/{number}")]));

        await site.Readings(2000);
        Assert.Equal(2000, await site.Ask<long>("SELECT count(DISTINCT note_id) FROM readings"));
    }
}
