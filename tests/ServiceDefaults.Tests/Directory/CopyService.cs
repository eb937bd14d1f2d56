using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ronghe.Contracts;
using Ronghe.Contracts.Identity;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Messaging;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Directory;

/// <summary>A service that keeps a copy of the directory on the real defaults, a database and queues of its own.</summary>
internal sealed class CopyService : IAsyncDisposable
{
    private static int number;
    private readonly WebApplication app;
    private readonly string database;

    private CopyService(WebApplication app, string database) => (this.app, this.database) = (app, database);

    internal static async Task<CopyService> StartAsync(Servers servers, IdentityHost identity, string virtualHost, Uri? inside = null)
    {
        var database = await servers.CreateDatabase("copiesdb");
        var name = $"copies{Interlocked.Increment(ref number)}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(identity.Settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:copiesdb"] = database,
            ["ConnectionStrings:messaging"] = virtualHost,
            ["Identity:Inside"] = (inside ?? identity.Address).ToString(),
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults(name);
        builder.Logging.ClearProviders();
        builder.AddServiceDatabase<CopyDb>("copiesdb");
        builder.AddMessaging<CopyDb>(name,
        [
            new(typeof(PersonJoined), name, "KeepPersonWhenPersonJoined"), new(typeof(PersonMoved), name, "KeepPersonWhenPersonMoved"),
            new(typeof(PersonLeft), name, "KeepPersonWhenPersonLeft"), new(typeof(UnitChanged), name, "KeepUnitWhenUnitChanged"),
        ]);
        builder.AddDirectoryCopy<CopyDb>();
        var app = builder.Build();
        app.MapServiceDefaults();
        await app.StartAsync();
        return new(app, database);
    }

    internal DirectoryReadiness Readiness => app.Services.GetRequiredService<DirectoryReadiness>();

    internal Task WaitUntilReady() => Eventually.Holds(async () => Assert.Equal(HttpStatusCode.OK, (await Health()).Status));

    internal async Task<(HttpStatusCode Status, string Body)> Health()
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    internal Task<UnitOfWork<CopyDb>> Begin() =>
        app.Services.GetRequiredService<UnitOfWorkFactory<CopyDb>>().BeginAsync(UnitScope.Everything, CancellationToken.None);

    internal async Task<T> Ask<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until so many messages have had their effect, or none.</summary>
    internal Task Heard(long messages) => Eventually.Holds(async () => Assert.Equal(messages, await Ask<long>("SELECT count(*) FROM inbox")));

    /// <summary>A person as one line: version, state, path and posts.</summary>
    internal Task<string> Person(Guid id) => Ask<string>($"""
        SELECT format('v%s %s %s %s', version, CASE WHEN active THEN 'active' ELSE 'left' END, unit_path,
          (SELECT coalesce(string_agg((h->>'post') || '@' || (h->>'unitPath'), ' ' ORDER BY h->>'unitPath', h->>'post'), '-') FROM jsonb_array_elements(posts) h))
        FROM directory_people WHERE id = '{id}'
        """);

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await app.StopAsync(limit.Token);
        await app.DisposeAsync();
    }
}
