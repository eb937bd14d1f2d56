using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Ronghe.ServiceDefaults.Databases;
using Xunit;

namespace Ronghe.Testing;

/// <summary>A service as it runs in production, with callers of every kind and the test's own place on the broker.</summary>
/// <param name="servers">The assembly's servers.</param>
/// <param name="database">Name of the service's connection string.</param>
public abstract class ServiceSite<TDb>(Servers servers, string database) : IAsyncLifetime
    where TDb : ServiceDb
{
    private readonly DirectoryInfo files = System.IO.Directory.CreateTempSubdirectory("ronghe-files-");
    private SmallDirectory directory = null!;

    /// <summary>Signs the tokens of its callers.</summary>
    public Issuer Issuer { get; private set; } = null!;

    /// <summary>The service.</summary>
    public ServiceHost<TDb> Host { get; private set; } = null!;

    /// <summary>The test's own place on the broker.</summary>
    public Wire Wire { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Issuer = await Issuer.StartAsync();
        directory = await SmallDirectory.StartAsync();
        var virtualHost = await servers.CreateVirtualHost();
        Host = await ServiceHost<TDb>.StartAsync(servers, database, Settings(), virtualHost: virtualHost);
        Wire = await Wire.ConnectAsync(virtualHost);
    }

    private Dictionary<string, string?> Settings() =>
        new([.. Issuer.Settings, .. directory.Settings, new("Files:Folder", files.FullName),
            new("Logging:LogLevel:Default", "Error"), new("Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks", "None")]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Wire.DisposeAsync();
        await Host.DisposeAsync();
        await directory.DisposeAsync();
        await Issuer.DisposeAsync();
        files.Delete(recursive: true);
    }

    /// <summary>Calls as a person of the unit with these roles beside Staff.</summary>
    public HttpClient Person(string unitPath, params string[] roles) => Person(Guid.CreateVersion7(), unitPath, roles);

    /// <inheritdoc cref="Person(string, string[])"/>
    public HttpClient Person(Guid personId, string unitPath, params string[] roles) => Host.Client(Issuer.Person(personId, unitPath, roles));

    /// <summary>Calls as a subsidiary's own system.</summary>
    public HttpClient Client(string unitPath, params string[] scopes) => Host.Client(Issuer.Client("subsidiary", unitPath, scopes));

    /// <summary>Runs a statement as the superuser.</summary>
    public async Task<T> Ask<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Host.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}

/// <summary>Reads what a service answered.</summary>
public static class Reply
{
    /// <summary>The answer's body, whatever its status.</summary>
    public static async Task<JsonNode> Body(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonNode>())!;

    /// <summary>The last part of a problem's type.</summary>
    public static async Task<string> Problem(HttpResponseMessage answer) =>
        (await Body(answer))["type"]!.GetValue<string>()["urn:ronghe:problem:".Length..];
}
