using System.Diagnostics;

namespace Ronghe.Testing;

/// <summary>A service in a process of its own that is expected to end by itself.</summary>
public static class ServiceProcess
{
    /// <summary>Starts the service as it was built beside these tests and waits for its end; throws when it still runs after 30 s.</summary>
    /// <param name="project">Project in <c>services/</c>.</param>
    /// <param name="environment">Its settings; the broker and the key set are nowhere unless they say otherwise.</param>
    /// <returns>The exit code, and the lines on standard error.</returns>
    public static async Task<(int ExitCode, IReadOnlyList<string> Error)> RunToEnd(string project, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Checkout.Root, "artifacts", "bin", project, configuration, project + ".dll")])
        {
            WorkingDirectory = Path.Combine(Checkout.Root, "services", project),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["ConnectionStrings__messaging"] = "amqp://guest:guest@127.0.0.1:1/",
                ["Identity__Issuer"] = "http://identity.test/",
                ["Platform__Secret"] = "a-secret-of-the-platform",
            },
        };
        foreach (var (key, value) in environment) start.Environment[key] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{project} still runs:\n{await output}\n{await error}");
        }

        await output;
        return (process.ExitCode, (await error).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
