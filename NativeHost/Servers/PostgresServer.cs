using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Ronghe.NativeHost.Processes;

namespace Ronghe.NativeHost.Servers;

/// <summary>
/// A private PostgreSQL 15.
/// <code>
/// await using var postgres = await PostgresServer.StartAsync(folder, new() { Durable = false }, ct);
/// await postgres.CreateDatabaseAsync("welfaredb", ct);
/// await using var data = NpgsqlDataSource.Create(postgres.ConnectionString("welfaredb"));
/// </code>
/// </summary>
public sealed class PostgresServer : PrivateServer
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private const string Account = "postgres";
    private readonly PostgresOptions options;

    private PostgresServer(string folder, PostgresOptions options) : base("PostgreSQL", folder, options) => this.options = options;

    /// <summary>Makes the data folder when it is new, starts the server, returns when it answers.</summary>
    public static async Task<PostgresServer> StartAsync(string folder, PostgresOptions? options = null, CancellationToken ct = default)
    {
        var server = new PostgresServer(DataFolder.ReachableBy(Posix.IsRoot ? Account : null, folder), options ?? new());
        await server.FirstStartAsync(ct);
        return server;
    }

    /// <summary>The superuser's name.</summary>
    public string UserName => options.UserName;

    /// <summary>As the superuser. Without a name: the server's own database <c>postgres</c>.</summary>
    public string ConnectionString(string database = "postgres")
        => $"Host=127.0.0.1;Port={Port};Username={options.UserName};Password={Password};Database={database}";

    /// <summary>Creates the database unless it is there.</summary>
    public async Task CreateDatabaseAsync(string database, CancellationToken ct = default)
    {
        await using var connection = await OpenAsync(ct);
        await using var create = new NpgsqlCommand($"CREATE DATABASE \"{database.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
        try { await create.ExecuteNonQueryAsync(ct); }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation) { }
    }

    /// <inheritdoc/>
    public override async Task CheckAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await using var query = new NpgsqlCommand("SELECT 1", connection);
        await query.ExecuteScalarAsync(ct);
    }

    private protected override int StopSignal => Posix.Interrupt;

    private protected override async Task<Launch> PrepareAsync(CancellationToken ct)
    {
        Installed($"{Programs}/postgres", "postgresql-15");
        if (!File.Exists(At("data/PG_VERSION"))) await InitialiseAsync(ct);
        await File.WriteAllTextAsync(At("data/ronghe.conf"), Settings(), ct);
        Own(At("data/ronghe.conf"));
        string[] command = [.. Drop(), $"{Programs}/postgres", "-D", At("data"), "-p", Port.ToString(CultureInfo.InvariantCulture)];
        return new Launch(command[0], command[1..], Folder, LogFile);
    }

    private async Task InitialiseAsync(CancellationToken ct)
    {
        // A start that was cut short leaves a folder that initdb would refuse.
        if (Directory.Exists(At("data"))) Directory.Delete(At("data"), recursive: true);
        Directory.CreateDirectory(At("data"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        WritePrivately("initial-password", Password);
        Own(Folder, At("data"), At("initial-password"));
        string[] command = [.. Drop(), $"{Programs}/initdb", "-D", At("data"), "-U", options.UserName, $"--pwfile={At("initial-password")}",
            "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions", .. (options.Durable ? Array.Empty<string>() : ["--no-sync"])];
        await RunAsync(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = Folder }, ct);
        File.Delete(At("initial-password"));
        await File.AppendAllTextAsync(At("data/postgresql.conf"), "\ninclude = 'ronghe.conf'\n", ct);
    }

    // No Unix socket: its path would have to be short, and nothing here uses it.
    private string Settings() => string.Create(CultureInfo.InvariantCulture, $"""
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        password_encryption = scram-sha-256
        max_connections = {options.MaxConnections}
        shared_buffers = 128MB
        logging_collector = off
        recovery_init_sync_method = syncfs
        log_min_messages = warning
        {(options.Durable ? "" : "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")}
        """);

    private static string[] Drop() => Posix.IsRoot
        ? ["setpriv", $"--reuid={Account}", $"--regid={Account}", "--init-groups", "--inh-caps=-all"]
        : ["env"];

    private static void Own(params string[] paths)
    {
        if (!Posix.IsRoot) return;
        var account = Posix.Account(Account) ?? throw new ServerStartException($"There is no account {Account}: apt-get install postgresql-15", null);
        foreach (var path in paths) Posix.ChangeOwner(path, account.User, account.Group);
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new NpgsqlConnection(ConnectionString() + ";Pooling=false;Timeout=5;Command Timeout=5");
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
