using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Ronghe.NativeHost.Processes;

namespace Ronghe.NativeHost.Servers;

/// <summary>
/// A private RabbitMQ with its management API and an epmd of its own.
/// <code>
/// await using var rabbit = await RabbitServer.StartAsync(folder, ct: ct);
/// var amqp = await rabbit.CreateVirtualHostAsync("welfare-tests", ct);
/// </code>
/// </summary>
public sealed class RabbitServer : PrivateServer
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private const string NameServer = "/usr/bin/epmd";
    private readonly RabbitOptions options;
    private int managementPort, distributionPort, namePort;
    private LoggedProcess? names;

    private RabbitServer(string folder, RabbitOptions options) : base("RabbitMQ", folder, options) => this.options = options;

    /// <summary>Starts the broker and returns when a login succeeds and the management API answers.</summary>
    public static async Task<RabbitServer> StartAsync(string folder, RabbitOptions? options = null, CancellationToken ct = default)
    {
        var server = new RabbitServer(Path.GetFullPath(folder), options ?? new());
        server.managementPort = FreeOr(server.options.ManagementPort ?? 0);
        server.distributionPort = Ports.Free();
        await server.FirstStartAsync(ct);
        return server;
    }

    /// <summary>The first login.</summary>
    public string UserName => options.UserName;

    /// <summary><c>amqp://guest:…@127.0.0.1:port</c>, the virtual host <c>/</c>.</summary>
    public string ConnectionString => $"amqp://{UserName}:{Password}@127.0.0.1:{Port}";

    /// <summary>The management API and pages; the login is the broker's.</summary>
    public Uri Management => new($"http://127.0.0.1:{managementPort}/");

    /// <summary>Creates the virtual host unless it is there, with all rights for the first login; returns its connection string.</summary>
    public async Task<string> CreateVirtualHostAsync(string name, CancellationToken ct = default)
    {
        using var management = ManagementClient();
        using var answer = await management.PutAsync($"api/vhosts/{Uri.EscapeDataString(name)}", JsonContent("{}"), ct);
        answer.EnsureSuccessStatusCode();
        using var rights = await management.PutAsync($"api/permissions/{Uri.EscapeDataString(name)}/{UserName}",
            JsonContent("""{"configure":".*","write":".*","read":".*"}"""), ct);
        rights.EnsureSuccessStatusCode();
        return $"{ConnectionString}/{Uri.EscapeDataString(name)}";
    }

    /// <summary>A client of the management API, signed in.</summary>
    public HttpClient ManagementClient()
    {
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Password}"));
        return new HttpClient { BaseAddress = Management, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", login) } };
    }

    /// <inheritdoc/>
    public override async Task CheckAsync(CancellationToken ct)
    {
        await AmqpLogin.CheckAsync(Port, UserName, Password, ct);
        using var management = ManagementClient();
        management.Timeout = TimeSpan.FromSeconds(5);
        using var answer = await management.GetAsync("api/whoami", ct);
        answer.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public override async Task StopAsync()
    {
        await base.StopAsync();
        if (names is null) return;
        await names.StopAsync(Posix.Terminate, TimeSpan.FromSeconds(2));
        names.Dispose();
        names = null;
    }

    private protected override Task<Launch> PrepareAsync(CancellationToken ct)
    {
        Installed(Program, "rabbitmq-server");
        foreach (var folder in (string[])["home", "mnesia", "log"]) Directory.CreateDirectory(At(folder));
        if (!File.Exists(At("home/.erlang.cookie")))
        {
            WritePrivately("home/.erlang.cookie", RandomNumberGenerator.GetHexString(32));
            File.SetUnixFileMode(At("home/.erlang.cookie"), UnixFileMode.UserRead);
        }
        WritePrivately("rabbitmq.conf", Settings());
        File.WriteAllText(At("enabled_plugins"), "[rabbitmq_management].\n");
        StartNameServer();
        return Task.FromResult(new Launch(Program, [], Folder, LogFile) { Environment = Environment() });
    }

    // Erlang would start one by itself, as a daemon on every address that outlives the broker.
    private void StartNameServer()
    {
        if (names is { HasExited: false }) return;
        namePort = Ports.Free();
        names = LoggedProcess.Start(new Launch(NameServer, ["-address", "127.0.0.1", "-port", Text(namePort)], Folder, At("epmd.log"))
        {
            Environment = Options.Environment,
        });
        Options.Started?.Invoke(names.Pid);
    }

    private string Settings() => string.Create(CultureInfo.InvariantCulture, $"""
        listeners.tcp.default = 127.0.0.1:{Port}
        default_user = {UserName}
        default_pass = {Password}
        default_user_tags.administrator = true
        management.tcp.ip = 127.0.0.1
        management.tcp.port = {managementPort}
        log.console = false
        log.file = rabbit.log
        log.file.level = warning
        vm_memory_high_watermark.absolute = 1GB
        disk_free_limit.absolute = 200MB
        collect_statistics_interval = 10000

        """);

    private Dictionary<string, string?> Environment() => new()
    {
        ["HOME"] = At("home"),
        // The launch script then becomes the broker instead of its parent: one process to watch, signal and kill.
        ["RUNNING_UNDER_SYSTEMD"] = "true",
        ["NOTIFY_SOCKET"] = null,
        ["RABBITMQ_NODENAME"] = "ronghe@localhost",
        ["RABBITMQ_USE_LONGNAME"] = "false",
        ["RABBITMQ_NODE_PORT"] = Text(Port),
        ["RABBITMQ_DIST_PORT"] = Text(distributionPort),
        ["RABBITMQ_MNESIA_BASE"] = At("mnesia"),
        ["RABBITMQ_LOG_BASE"] = At("log"),
        ["RABBITMQ_CONFIG_FILE"] = At("rabbitmq.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = At("enabled_plugins"),
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["RABBITMQ_PID_FILE"] = At("rabbit.pid"),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+S 2:2 +SDcpu 1:1 +SDio 2 +A 4 +sbt u -kernel inet_dist_use_interface {127,0,0,1}",
        ["ERL_EPMD_PORT"] = Text(namePort),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["ERL_CRASH_DUMP_SECONDS"] = "0",
    };

    private static StringContent JsonContent(string json) => new(json, Encoding.UTF8, "application/json");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
