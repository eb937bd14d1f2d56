namespace Ronghe.NativeHost.Engine;

/// <summary>The host's command line.</summary>
internal sealed record HostOptions
{
    internal string Verb { get; private init; } = "run";
    internal IReadOnlyList<string> VerbArguments { get; private init; } = [];

    /// <summary>Everything that outlives a run: parameters, server data, logs. One host at a time owns it.</summary>
    internal string Data { get; private init; } = "";

    /// <summary>Only these resources and what they wait for; empty is all.</summary>
    internal IReadOnlyList<string> Only { get; private init; } = [];

    internal bool Table { get; private init; } = true;

    /// <summary>A text to show once everything is healthy; it may name <c>{endpoint:x}</c>, <c>{parameter:x}</c> and <c>{data}</c>.</summary>
    internal string? Welcome { get; private init; }

    internal static HostOptions Parse(IReadOnlyList<string> args)
    {
        var options = new HostOptions();
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--data" => options with { Data = Path.GetFullPath(Value(args, ref i)) },
                "--only" => options with { Only = Value(args, ref i).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) },
                "--welcome" => options with { Welcome = Path.GetFullPath(Value(args, ref i)) },
                "--no-table" => options with { Table = false },
                "run" or "stop" or "status" or "token" when i == 0 => options with { Verb = args[i] },
                var argument when options.Verb != "run" && !argument.StartsWith('-') => options with { VerbArguments = [.. options.VerbArguments, argument] },
                var unknown => throw new UsageException($"Unknown argument {unknown}. Known: run|stop|status|token, --data FOLDER, --only a,b, --no-table, --welcome FILE."),
            };
        }
        return options;
    }

    /// <summary>Without --data: the folder <c>.run</c> of the checkout.</summary>
    internal HostOptions In(string appHostDirectory) => Data.Length > 0 ? this : this with { Data = Path.GetFullPath("../.run", appHostDirectory) };

    private static string Value(IReadOnlyList<string> args, ref int i)
        => ++i < args.Count ? args[i] : throw new UsageException($"{args[i - 1]} needs a value.");
}

/// <summary>A command line or a state of things that the user can mend: shown without a stack.</summary>
internal sealed class UsageException(string message, int exitCode = 2) : Exception(message)
{
    internal int ExitCode { get; } = exitCode;
}
