using Aspire.Hosting.ApplicationModel;
using Ronghe.NativeHost.Engine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Ronghe.NativeHost.Terminal;

/// <summary>Shows the resources: a live table on a terminal, one line a change elsewhere.</summary>
internal sealed class Screen : IAsyncDisposable
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);
    private readonly PlatformHost host;
    private readonly HostOptions options;
    private readonly CancellationTokenSource ending = new();
    private readonly bool live;
    private Task drawing = Task.CompletedTask;
    private string welcome = "";

    private Screen(PlatformHost host, HostOptions options)
    {
        (this.host, this.options) = (host, options);
        live = options.Table && !Console.IsOutputRedirected;
    }

    internal static Screen Show(PlatformHost host, HostOptions options)
    {
        var screen = new Screen(host, options);
        if (screen.live) screen.drawing = Task.Run(screen.DrawAsync);
        else host.Board.Changed += Line;
        return screen;
    }

    /// <summary>Everything is healthy: shows the welcome text.</summary>
    internal async Task WelcomeAsync()
    {
        welcome = options.Welcome is { } file ? await FilledAsync(await File.ReadAllTextAsync(file)) : $"Everything is healthy. {host.Gateway}";
        if (!live) Console.WriteLine(welcome);
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await drawing;
        host.Board.Changed -= Line;
        ending.Dispose();
    }

    private static void Line(ResourceState? before, ResourceState after)
    {
        if (after.Type == "Parameter" || (before?.State == after.State && before.Health == after.Health && (after.Note is null || before.Note == after.Note))) return;
        var parts = new[] { after.State, after.Health, after.Pid is { } pid ? $"pid {pid}" : null, after.ExitCode is { } code ? $"exit code {code}" : null, after.Note };
        Console.WriteLine($"{TimeProvider.System.GetLocalNow():HH:mm:ss} {after.Name,-16} {string.Join(", ", parts.Where(part => part is not null))}");
    }

    private async Task DrawAsync()
    {
        await AnsiConsole.Live(Picture()).StartAsync(async context =>
        {
            using var timer = new PeriodicTimer(Refresh);
            do context.UpdateTarget(Picture());
            while (await NextAsync(timer));
            context.UpdateTarget(Picture());
        });
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try { return await timer.WaitForNextTickAsync(ending.Token); }
        catch (OperationCanceledException) { return false; }
    }

    private Rows Picture()
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("Resource", "State", "Health", "Pid", "Restarts", "Address");
        foreach (var state in host.Board.All.Where(state => state.Type != "Parameter"))
        {
            table.AddRow(new Text(state.Name), new Text(state.Note is null ? state.State : $"{state.State} {state.Note}", Colour(state)), new Text(state.Health ?? "", Colour(state)),
                new Text(state.Pid?.ToString(null, null) ?? ""), new Text(state.Restarts > 0 ? $"{state.Restarts}" : ""), new Text(string.Join(' ', state.Endpoints.Select(url => url.Url))));
        }
        return new Rows(table, new Text(welcome.Length > 0 ? welcome : "Ctrl-C stops everything."));
    }

    private static Style Colour(ResourceState state) => (state.State, state.Health) switch
    {
        ("Failed" or "Restarting" or "Exited", _) or (_, "Unhealthy") => new Style(Color.Red),
        (_, "Degraded") or ("Waiting" or "Starting" or "Stopping", _) => new Style(Color.Yellow),
        (_, "Healthy") => new Style(Color.Green),
        _ => Style.Plain,
    };

    private async Task<string> FilledAsync(string text)
    {
        text = text.Replace("{data}", options.Data, StringComparison.Ordinal).Replace("{host}", HostFile.Read(options.Data)?.Api, StringComparison.Ordinal);
        foreach (var resource in host.Resources)
        {
            if (resource is ParameterResource parameter && text.Contains($"{{parameter:{resource.Name}}}", StringComparison.Ordinal))
                text = text.Replace($"{{parameter:{resource.Name}}}", await parameter.GetValueAsync(CancellationToken.None), StringComparison.Ordinal);
            if (host.Board.All.FirstOrDefault(state => state.Resource == resource.Name)?.Endpoints is [{ Url: var url }, ..])
                text = text.Replace($"{{endpoint:{resource.Name}}}", url, StringComparison.Ordinal);
        }
        return text;
    }
}
