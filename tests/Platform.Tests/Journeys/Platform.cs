using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;
using Ronghe.Testing;

namespace Ronghe.Platform.Tests.Journeys;

/// <summary>
/// The whole platform, started as an operator starts it: the built AppHost on the native engine, with a data folder of its own.
/// </summary>
public sealed class Platform : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("ronghe-platform-").FullName;
    private readonly List<string> output = [];
    private Process host = null!;

    /// <summary>Where it keeps its data.</summary>
    public string Folder => folder;

    /// <summary>The gateway's address, closed by a slash.</summary>
    public Uri Gateway { get; private set; } = null!;

    /// <summary>The engine's own JSON API: resources, traces, logs.</summary>
    public HttpClient Engine { get; private set; } = null!;

    /// <summary>Signs people and the demo subsidiary in.</summary>
    public SignIn SignIn { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(BuildOutput.Of("AppHost"), "AppHost.dll"), "--data", folder, "--no-table"])
        {
            WorkingDirectory = Path.Combine(Checkout.Root, "AppHost"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        host = Process.Start(start)!;
        host.OutputDataReceived += (_, line) => Keep(line.Data);
        host.ErrorDataReceived += (_, line) => Keep(line.Data);
        host.BeginOutputReadLine();
        host.BeginErrorReadLine();
        try
        {
            var file = await WaitUntilReady(TimeSpan.FromMinutes(4));
            Gateway = new Uri(file["gateway"]!.GetValue<string>().TrimEnd('/') + "/");
            Engine = new HttpClient { BaseAddress = new Uri(file["api"]!.GetValue<string>().TrimEnd('/') + "/") };
            SignIn = new SignIn(Gateway, Parameter("demo-password"), Path.Combine(folder, "demo", "subsidiary-b01.pem"));
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Engine?.Dispose();
        SignIn?.Dispose();
        if (!host.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", host.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await host.WaitForExitAsync(limit.Token);
        }

        host.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A client of the gateway; with a token it calls on somebody's behalf.</summary>
    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient { BaseAddress = Gateway };
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        if (token is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    /// <summary>A resource as the engine sees it now.</summary>
    public async Task<JsonObject> Resource(string name, CancellationToken ct)
    {
        var resources = await Engine.GetFromJsonAsync<JsonArray>("api/resources", ct);
        return resources!.Select(resource => resource!.AsObject()).First(resource => resource["name"]!.GetValue<string>() == name);
    }

    private string Parameter(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "parameters.json")))![name]!.GetValue<string>();

    private async Task<JsonNode> WaitUntilReady(TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        var path = Path.Combine(folder, "host.json");
        while (watch.Elapsed < limit && !host.HasExited)
        {
            if (File.Exists(path) && JsonNode.Parse(await File.ReadAllTextAsync(path)) is { } file && file["ready"]!.GetValue<bool>()) return file;
            await Task.Delay(200);
        }

        throw new InvalidOperationException($"The platform did not become ready.\n{string.Join('\n', output)}");
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (output) output.Add(line);
    }
}

[CollectionDefinition(nameof(Platform))]
public sealed class OnePlatform : ICollectionFixture<Platform>;
