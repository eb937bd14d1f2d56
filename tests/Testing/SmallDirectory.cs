using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.Testing;

/// <summary>
/// Serves the directory snapshot of a handful of units over HTTP like Identity, for the tests of one service. Journeys use
/// Identity itself.
/// </summary>
public sealed class SmallDirectory : IAsyncDisposable
{
    /// <summary>Paths of its units: two bureaus, two farms, one team.</summary>
    public static readonly IReadOnlyList<string> Units =
        ["G/", "G/B01/", "G/B01/F0101/", "G/B01/F0101/T010101/", "G/B01/F0102/", "G/B02/", "G/B02/F0201/"];

    private readonly WebApplication app;

    private SmallDirectory(WebApplication app) => this.app = app;

    /// <summary>Configuration that makes a service read this directory.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Identity:Inside"] = app.Urls.First(),
        ["Platform:Secret"] = "a-secret-of-the-platform",
    };

    /// <summary>Starts serving.</summary>
    public static async Task<SmallDirectory> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var directory = new SmallDirectory(builder.Build());
        var lines = string.Join('\n', Lines().Select(line => JsonSerializer.Serialize(line, JsonSerializerOptions.Web)));
        directory.app.MapPost("/connect/token", () => Results.Text("""{ "access_token": "snapshot", "token_type": "Bearer" }""", "application/json"));
        directory.app.MapGet("/internal/directory/snapshot", () => Results.Text(lines, "application/x-ndjson"));
        await directory.app.StartAsync();
        return directory;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static IEnumerable<SnapshotLine> Lines() =>
        [.. Units.Select(path => new SnapshotLine(Unit: Unit(path))), new SnapshotLine(End: new SnapshotEnd(Units.Count, 0))];

    private static UnitCopy Unit(string path)
    {
        var segments = path.TrimEnd('/').Split('/');
        return new UnitCopy
        {
            Id = Guid.CreateVersion7(),
            Code = segments[^1],
            Path = path,
            Name = "单位" + segments[^1],
            NameEn = "Unit " + segments[^1],
            Kind = segments.Length switch { 1 => "Group", 2 => "Bureau", 3 => "ForestFarm", _ => "Team" },
            Version = 1,
            Active = true,
        };
    }
}
