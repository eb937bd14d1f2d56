using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Ronghe.ServiceDefaults.Databases;

/// <summary>
/// Where a service's database is, and under which role the service works there. The injected login owns the schema and is used
/// for migrations, roles and partitions only: it is a superuser, and a superuser ignores row-level security.
/// </summary>
public sealed class ServiceDatabase<TDb> : IAsyncDisposable
    where TDb : ServiceDb
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="configuration">Holds <c>ConnectionStrings:{name}</c>, and optionally <c>Database:AppPassword</c>.</param>
    /// <param name="name">Name of the connection string, such as <c>welfaredb</c>.</param>
    public ServiceDatabase(IConfiguration configuration, string name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var owner = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString(name)
            ?? throw new InvalidOperationException($"ConnectionStrings:{name} is not set."));
        AppRole = AppRoleOf(owner.Database!);
        AppPassword = configuration["Database:AppPassword"] ?? DerivePassword(owner.Password ?? "", AppRole);
        Owner = BuildOwner(owner);
        App = BuildApp(owner, configuration);
    }

    /// <summary>The plain role that the service runs under: owner of nothing, bound by row-level security.</summary>
    public string AppRole { get; }

    internal string AppPassword { get; }

    /// <summary>Connections of the plain role; at most 12 unless the connection string says otherwise.</summary>
    public NpgsqlDataSource App { get; }

    /// <summary>Connections of the injected login: migrations, roles and partitions, nothing else.</summary>
    public NpgsqlDataSource Owner { get; }

    /// <summary>True once migrations, roles and seeds are in place.</summary>
    public bool IsReady => ready.Task.IsCompletedSuccessfully;

    /// <summary>Waits until the database was migrated; requests do not wait, they are answered 503.</summary>
    public Task WaitUntilReady(CancellationToken ct) => ready.Task.WaitAsync(ct);

    internal void MarkReady() => ready.TrySetResult();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Owner.DisposeAsync();
    }

    private static string AppRoleOf(string database) =>
        (database.EndsWith("db", StringComparison.Ordinal) ? database[..^2] : database) + "_app";

    // Every replica derives the same secret, and nothing has to be stored or handed around.
    private static string DerivePassword(string ownerPassword, string role) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(ownerPassword), Encoding.UTF8.GetBytes("ronghe role " + role)));

    private static NpgsqlDataSource BuildOwner(NpgsqlConnectionStringBuilder owner) =>
        new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(owner.ConnectionString)
        {
            MaxPoolSize = 4,
            CommandTimeout = 600,
            ConnectionIdleLifetime = 20,
        }.ConnectionString).Build();

    private NpgsqlDataSource BuildApp(NpgsqlConnectionStringBuilder owner, IConfiguration configuration)
    {
        var app = new NpgsqlConnectionStringBuilder(owner.ConnectionString)
        {
            Username = AppRole,
            Password = AppPassword,
            // A database that is away answers within five seconds: connect 2 s, command 3 s, cancel 0.5 s.
            Timeout = 2,
            CommandTimeout = configuration.GetValue("Database:CommandTimeout", 3),
            CancellationTimeout = 500,
            KeepAlive = 10,
        };
        if (!owner.ContainsKey("Maximum Pool Size")) app.MaxPoolSize = configuration.GetValue("Database:MaxPoolSize", 12);
        return new NpgsqlDataSourceBuilder(app.ConnectionString).Build();
    }
}
