using Xunit;
using Ronghe.ServiceDefaults.Messaging.Inbox;
using Ronghe.Testing;

namespace Ronghe.ServiceDefaults.Tests.Messaging;

public sealed class InboxTests(Servers servers)
{
    private const string Days = "SELECT count(*) FROM pg_inherits WHERE inhparent = 'inbox'::regclass";

    [Fact]
    public async Task A_message_that_arrives_many_times_takes_effect_once()
    {
        var site = await Site.CreateAsync(servers);
        await using var service = await NotesService.StartAsync(site);
        var id = Guid.CreateVersion7();

        for (var copy = 0; copy < 20; copy++) await site.Send(id, new NoteWritten(Guid.CreateVersion7(), 1, "same"));
        await site.Send(Guid.CreateVersion7(), new NoteWritten(Guid.CreateVersion7(), 1, "last"));

        await site.Readings(2);
        await Eventually.Holds(async () => Assert.Equal(0, await site.WaitingIn(NotesService.Queue)));
        Assert.Equal(2, await site.Ask<long>("SELECT count(*) FROM readings"));
        await site.Failures(0);
    }

    [Fact]
    public async Task Two_replicas_that_get_the_same_messages_apply_each_once()
    {
        var site = await Site.CreateAsync(servers);
        await using var first = await NotesService.StartAsync(site);
        await using var second = await NotesService.StartAsync(site);
        var ids = Enumerable.Range(0, 200).Select(_ => Guid.CreateVersion7()).ToArray();

        foreach (var id in ids.Concat(ids).Concat(ids)) await site.Send(id, new NoteWritten(id, 1, "same"));

        await Eventually.Holds(async () => Assert.Equal(200, await site.Ask<long>("SELECT count(DISTINCT note_id) FROM readings")));
        await Eventually.Holds(async () => Assert.Equal(0, await site.WaitingIn(NotesService.Queue)));
        Assert.Equal(200, await site.Ask<long>("SELECT count(*) FROM readings"));
    }

    [Fact]
    public async Task A_bad_message_goes_to_the_error_queue_and_harms_no_neighbour()
    {
        var site = await Site.CreateAsync(servers);
        await using var service = await NotesService.StartAsync(site);

        await service.Write([.. Enumerable.Range(0, 40).Select(number => number == 20 ? "poison" : "good")]);

        await site.Readings(39);
        await site.Failures(1);
        Assert.Equal(0, await site.WaitingIn(NotesService.Queue + "_error"));
        Assert.Equal(0, await site.Ask<long>("SELECT count(*) FROM readings WHERE text = 'poison'"));
        Assert.Equal(39, await site.Ask<long>("SELECT count(*) FROM inbox"));
    }

    [Fact]
    public async Task A_message_older_than_the_inbox_remembers_is_refused_and_listed()
    {
        var site = await Site.CreateAsync(servers);
        await using var service = await NotesService.StartAsync(site);
        var old = Guid.CreateVersion7(TimeProvider.System.GetUtcNow().AddDays(-31));

        await site.Send(old, new NoteWritten(Guid.CreateVersion7(), 1, "ancient"));
        await site.Send(Guid.CreateVersion7(TimeProvider.System.GetUtcNow().AddDays(-29)), new NoteWritten(Guid.CreateVersion7(), 1, "late"));

        await site.Readings(1);
        await Eventually.Holds(async () => Assert.Equal(old, await site.Ask<Guid>("SELECT message_id FROM inbox_refused")));
        Assert.Equal("late", await site.Ask<string>("SELECT text FROM readings"));
        Assert.Equal("ancient", await site.Ask<string>("SELECT body ->> 'text' FROM inbox_refused"));
    }

    [Fact]
    public async Task A_consumers_own_events_commit_with_its_effect()
    {
        var site = await Site.CreateAsync(servers);
        await using var service = await NotesService.StartAsync(site);

        await service.Write("say again");

        await site.Readings(2);
        Assert.Equal(1, await site.Ask<long>("SELECT count(*) FROM readings WHERE text = 'heard'"));
    }

    [Fact]
    public async Task Days_are_made_ahead_and_dropped_behind()
    {
        var site = await Site.CreateAsync(servers);
        await using var owner = Npgsql.NpgsqlDataSource.Create(site.Database);
        var clock = new AtHour(TimeProvider.System.GetUtcNow().AddDays(40));

        await InboxPartitions.EnsureAsync(owner, clock, dropOld: false, TestContext.Current.CancellationToken);
        Assert.Equal(2 * 39, await site.Ask<long>(Days));
        await InboxPartitions.EnsureAsync(owner, clock, dropOld: true, TestContext.Current.CancellationToken);
        Assert.Equal(39, await site.Ask<long>(Days));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(-29.9, null)]
    [InlineData(-30.1, "It is older than 30 days.")]
    [InlineData(5.9, null)]
    [InlineData(6.1, "It lies in the future.")]
    public void Age_is_told_from_the_id(double days, string? expected)
    {
        var now = TimeProvider.System.GetUtcNow();
        Assert.Equal(expected, MessageAge.ReasonToRefuse(Guid.CreateVersion7(now.AddDays(days)), now));
    }

    private sealed class AtHour(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
