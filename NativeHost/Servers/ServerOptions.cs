namespace Ronghe.NativeHost.Servers;

/// <summary>What all three servers can be told.</summary>
public abstract record ServerOptions
{
    /// <summary>How long the server may take until it answers; default one minute.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an orderly stop may take before the server is killed; default ten seconds.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where the server's output goes; default <c>server.log</c> in its folder.</summary>
    public string? LogFile { get; init; }

    /// <summary>The port to use when it is free; default the one of the last start, else any.</summary>
    public int? Port { get; init; }

    /// <summary>The first login's password for a new folder; default a random one. The folder keeps it (0600) and it stays.</summary>
    public string? Password { get; init; }

    /// <summary>Added to the environment of every process that is started.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Called with the number of every process that is started, at once.</summary>
    public Action<int>? Started { get; init; }
}

/// <summary>Settings of a private PostgreSQL.</summary>
public sealed record PostgresOptions : ServerOptions
{
    /// <summary>False turns fsync and full-page writes off: for tests whose data may be lost. Default true.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Default 300.</summary>
    public int MaxConnections { get; init; } = 300;

    /// <summary>The first login, a superuser; default <c>postgres</c>.</summary>
    public string UserName { get; init; } = "postgres";
}

/// <summary>Settings of a private RabbitMQ.</summary>
public sealed record RabbitOptions : ServerOptions
{
    /// <summary>The first login, an administrator; default <c>guest</c>.</summary>
    public string UserName { get; init; } = "guest";

    /// <summary>The port of the management API when it is free; default any.</summary>
    public int? ManagementPort { get; init; }
}

/// <summary>Settings of a private Redis.</summary>
public sealed record RedisOptions : ServerOptions
{
    /// <summary>False keeps nothing on disk. Default true.</summary>
    public bool Durable { get; init; } = true;
}
