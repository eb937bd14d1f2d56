using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.NativeHost.Engine;
using Ronghe.Testing;

namespace Ronghe.Bench.Startup;

/// <summary>One start of the whole platform as an operator does it, and its orderly end.</summary>
internal static class Start
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    internal static async Task Build()
    {
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", "AppHost", "-v", "q", "-nodeReuse:false"]) { WorkingDirectory = Checkout.Root })!;
        await build.WaitForExitAsync();
        if (build.ExitCode != 0) throw new InvalidOperationException("AppHost does not build.");
    }

    /// <summary>Seconds from the command until every resource is healthy; throws unless the gateway then says so as well.</summary>
    internal static async Task<double> Measure(string folder)
    {
        var since = Stopwatch.GetTimestamp();
        using var host = Process.Start(new ProcessStartInfo("./run.sh", ["--engine", "native", "--no-build", "--no-table", "--data", folder]) { WorkingDirectory = Checkout.Root, RedirectStandardOutput = true })!;
        host.OutputDataReceived += (_, _) => { };
        host.BeginOutputReadLine();
        try
        {
            while (HostFile.Read(folder) is not { Ready: true })
            {
                if (host.HasExited || Stopwatch.GetElapsedTime(since) > Patience) throw new InvalidOperationException("The platform did not come up.");
                await Task.Delay(50);
            }

            var took = Stopwatch.GetElapsedTime(since).TotalSeconds;
            await Check(HostFile.Read(folder)!);
            return took;
        }
        finally
        {
            using var stop = Process.Start("kill", ["-TERM", host.Id.ToString(CultureInfo.InvariantCulture)]);
            await host.WaitForExitAsync();
        }
    }

    private static async Task Check(HostFile file)
    {
        using var client = new HttpClient();
        var states = await client.GetFromJsonAsync<JsonArray>(new Uri($"{file.Api}/api/resources"));
        var unwell = states!.Where(state => state!["type"]!.GetValue<string>() != "Parameter" && state["health"]?.GetValue<string>() is not "Healthy").Select(state => state!["name"]).ToList();
        if (unwell.Count > 0) throw new InvalidOperationException($"Ready, and yet not healthy: {string.Join(", ", unwell)}");
        using var answer = await client.GetAsync(new Uri($"{file.Gateway}/health"));
        answer.EnsureSuccessStatusCode();
    }
}
