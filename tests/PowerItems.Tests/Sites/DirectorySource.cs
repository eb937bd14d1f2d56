using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Ronghe.Contracts.Identity;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.PowerItems.Tests.Sites;

/// <summary>Answers for Identity's snapshot with the small group of <see cref="Seeds"/>, over HTTP and in its wire format.</summary>
internal static class DirectorySource
{
    private static readonly (string Path, string Kind)[] Units =
    [
        (Seeds.Group, "Group"), (Seeds.Bureau, "Bureau"), (Seeds.Farm, "ForestFarm"), (Seeds.Farm + "T010101/", "Team"),
        ("G/B02/", "Bureau"), ("G/B02/F0201/", "ForestFarm"),
    ];

    internal static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/connect/token", () => Results.Json(new { access_token = "snapshot", token_type = "Bearer" }));
        var text = string.Join('\n', Lines().Select(line => JsonSerializer.Serialize(line, ServiceDb.Json))) + "\n";
        app.MapGet("/internal/directory/snapshot", () => Results.Text(text, "application/x-ndjson"));
        await app.StartAsync();
        return app;
    }

    private static IEnumerable<SnapshotLine> Lines()
    {
        var units = Units.Select(unit => new UnitCopy
        {
            Id = Guid.CreateVersion7(),
            Code = unit.Path.TrimEnd('/').Split('/')[^1],
            Path = unit.Path,
            Name = unit.Kind,
            NameEn = unit.Kind,
            Kind = unit.Kind,
            Version = 1,
            Active = true,
        }).ToDictionary(unit => unit.Path);
        foreach (var unit in units.Values) yield return new SnapshotLine(Unit: unit);
        foreach (var holder in Seeds.Holders)
        {
            yield return new SnapshotLine(Person: new SnapshotPerson(holder.PersonId, 1, new PersonFacts(
                units[holder.UnitPath].Id, holder.UnitPath, [new PostHolding(holder.Post, holder.UnitPath)], false, null, true, new DateOnly(2020, 1, 1), null, null)));
        }

        yield return new SnapshotLine(End: new SnapshotEnd(units.Count, Seeds.Holders.Count));
    }
}
