using Ronghe.NativeHost.Servers;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Messaging;

/// <summary>Broker and database are killed for real: this class has its own.</summary>
public sealed class AwayTests(Servers servers) : IAsyncLifetime
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("ronghe-away-").FullName;
    private RabbitServer rabbit = null!;
    private PostgresServer postgres = null!;
    private Site site = null!;

    public async ValueTask InitializeAsync()
    {
        rabbit = await RabbitServer.StartAsync(Path.Combine(folder, "rabbit"));
        postgres = await PostgresServer.StartAsync(Path.Combine(folder, "postgres"));
        await postgres.CreateDatabaseAsync("notesdb");
        site = new(postgres.ConnectionString("notesdb"), rabbit.ConnectionString, await servers.RedisConnection(), servers);
    }

    public async ValueTask DisposeAsync()
    {
        await rabbit.DisposeAsync();
        await postgres.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task While_the_broker_is_away_work_goes_on_and_arrives_afterwards()
    {
        await using var service = await NotesService.StartAsync(site);
        await service.Write("before");
        await site.Readings(1);

        await rabbit.Kill9Async();
        await service.Write([.. Enumerable.Range(0, 300).Select(number => $"meanwhile {number}")]);
        await using var startedMeanwhile = await NotesService.StartAsync(site);
        await startedMeanwhile.Write("from a replica that has never seen the broker");
        await Health(service, "Degraded");
        await Health(startedMeanwhile, "Degraded");

        await rabbit.StartAgainAsync(TestContext.Current.CancellationToken);
        await site.Readings(302);
        Assert.Equal(302, await site.Ask<long>("SELECT count(DISTINCT note_id) FROM readings"));
        await Health(service, "Healthy");
    }

    [Fact]
    public async Task Killed_broker_under_load_loses_and_doubles_nothing()
    {
        await using var service = await NotesService.StartAsync(site);
        var writing = Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (writer, _) =>
            await service.Write([.. Enumerable.Range(0, 10).Select(number => $"{writer}/{number}")]));
        await Eventually.True(async () => await site.Ask<long>("SELECT count(*) FROM readings") > 100, "under load");

        await rabbit.Kill9Async();
        await rabbit.StartAgainAsync(TestContext.Current.CancellationToken);
        await writing;

        await site.Readings(2000, TimeSpan.FromSeconds(60));
        Assert.Equal(2000, await site.Ask<long>("SELECT count(DISTINCT note_id) FROM readings"));
        await site.Failures(0);
    }

    [Fact]
    public async Task Killed_database_under_load_loses_and_doubles_nothing_and_fails_no_message()
    {
        await using var service = await NotesService.StartAsync(site);
        var acknowledged = 0;
        var writing = Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (writer, _) =>
        {
            try
            {
                await service.Write([.. Enumerable.Range(0, 10).Select(number => $"{writer}/{number}")]);
                Interlocked.Add(ref acknowledged, 10);
            }
            catch (Exception exception) when (exception is Npgsql.NpgsqlException or InvalidOperationException or TimeoutException)
            {
                // Not acknowledged: it may or may not be there.
            }
        });
        await Eventually.True(async () => await site.Ask<long>("SELECT count(*) FROM readings") > 100, "under load");

        await postgres.Kill9Async();
        await writing;
        await Health(service, "Unhealthy");
        await postgres.StartAgainAsync(TestContext.Current.CancellationToken);

        var notes = await site.Ask<long>("SELECT count(*) FROM notes");
        Assert.InRange(notes, acknowledged, 2000);
        await site.Readings(notes, TimeSpan.FromSeconds(60));
        Assert.Equal(notes, await site.Ask<long>("SELECT count(DISTINCT note_id) FROM readings"));
        await site.Failures(0);
    }

    private static Task Health(NotesService service, string expected) => Eventually.Holds(async () =>
    {
        using var client = new HttpClient { BaseAddress = service.Address };
        using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative));
        Assert.Contains($"\"status\":\"{expected}\"", await answer.Content.ReadAsStringAsync());
        Assert.Equal(expected == "Unhealthy" ? System.Net.HttpStatusCode.ServiceUnavailable : System.Net.HttpStatusCode.OK, answer.StatusCode);
    });
}
