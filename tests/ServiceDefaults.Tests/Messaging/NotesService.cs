using Xunit;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ronghe.Contracts;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.Testing;

namespace Ronghe.ServiceDefaults.Tests.Messaging;

/// <summary>A replica of a small service that publishes notes and, unless told otherwise, consumes them.</summary>
internal sealed class NotesService : IAsyncDisposable
{
    internal const string Queue = "notes-read-note-when-note-written";

    internal static readonly Subscription[] Subscriptions =
    [
        new(typeof(NoteWritten), "notes", nameof(ReadNoteWhenNoteWritten)),
        new(typeof(NoteRead), "notes", nameof(CountWhenNoteRead)),
    ];

    private readonly WebApplication app;

    private NotesService(WebApplication app) => this.app = app;

    internal IServiceProvider Services => app.Services;

    internal Uri Address => new(app.Urls.First());

    internal static async Task<NotesService> StartAsync(Site site, Action<IServiceCollection>? change = null, Issuer? issuer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:notesdb"] = site.Database,
            ["ConnectionStrings:messaging"] = site.Broker,
            ["ConnectionStrings:cache"] = site.Cache,
        });
        builder.Configuration.AddInMemoryCollection(issuer?.Settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults("notes");
        builder.Logging.ClearProviders();
        if (Environment.GetEnvironmentVariable("NOTES_LOG") is not null) builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.AddServiceDatabase<NotesDb>("notesdb");
        builder.AddMessaging<NotesDb>("notes", Subscriptions);
        change?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapServiceDefaults();
        await app.StartAsync();
        await app.Services.GetRequiredService<ServiceDatabase<NotesDb>>().WaitUntilReady(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        return new(app);
    }

    internal Task<UnitOfWork<NotesDb>> Begin() =>
        Services.GetRequiredService<UnitOfWorkFactory<NotesDb>>().BeginAsync(UnitScope.Everything, CancellationToken.None);

    /// <summary>Writes notes in one transaction and says so.</summary>
    internal Task<Guid[]> Write(params string[] texts) => WriteAt(DateTimeOffset.MinValue, texts);

    /// <summary>Writes notes now and says so then.</summary>
    internal async Task<Guid[]> WriteAt(DateTimeOffset dueAt, params string[] texts)
    {
        await using var work = await Begin();
        var notes = texts.Select(text => new Note { Id = Guid.CreateVersion7(), Text = text }).ToList();
        work.Db.Notes.AddRange(notes);
        await work.Db.SaveAndPublishAtAsync(dueAt, [.. notes.Select(note => new NoteWritten(note.Id, 1, note.Text))], CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
        return [.. notes.Select(note => note.Id)];
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await app.StopAsync(limit.Token);
        await app.DisposeAsync();
    }
}

/// <summary>A database and a virtual host for the replicas of one test.</summary>
internal sealed record Site(string Database, string Broker, string Cache, Servers Servers)
{
    internal static async Task<Site> CreateAsync(Servers servers)
    {
        var cache = await servers.RedisConnection();
        var database = await servers.CloneDatabase("notesdb", async template =>
        {
            await using var service = await NotesService.StartAsync(new(template, await servers.CreateVirtualHost(), cache, servers));
        });
        return new(database, await servers.CreateVirtualHost(), cache, servers);
    }

    internal string VirtualHost => new Uri(Broker).AbsolutePath[1..];

    internal async Task<T> Ask<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    internal Task Readings(long expected, TimeSpan? within = null) =>
        Eventually.Holds(async () => Assert.Equal(expected, await Ask<long>("SELECT count(*) FROM readings")), within);
}
