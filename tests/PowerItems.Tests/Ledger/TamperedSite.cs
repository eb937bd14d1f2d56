using System.Text.Json;
using Npgsql;
using Ronghe.PowerItems.Tests.Sites;
using Ronghe.Testing;

namespace Ronghe.PowerItems.Tests.Ledger;

/// <summary>A ledger of two acts with all that people keep of it, and the hand of the database's owner. A site of its own: the others' stays whole.</summary>
public sealed class TamperedSite(Servers servers) : IAsyncLifetime
{
    private static readonly string[] Tables = ["case_acts", "act_inputs", "power_cases", "ledger_entries", "ledger_tiles", "ledger_heads"];
    private readonly DirectoryInfo files = Directory.CreateTempSubdirectory("ledger-files-");

    internal Servers Servers => servers;

    internal Site Site { get; } = new(servers);

    internal JsonElement Opened { get; private set; }

    /// <summary>A head that somebody put aside.</summary>
    internal string Kept { get; private set; } = "";

    internal List<string> Receipts { get; } = [];

    public async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        Opened = await Site.Open(Site.Subsidiary, Site.Festival());
        await Eventually.True(async () => (await Site.Subsidiary.GetAsync($"{Site.Api}/ledger/heads/1")).IsSuccessStatusCode, "the first act has a head of its own");
        var decided = await Site.DecideNext(Site.Subsidiary, Opened);
        foreach (var answer in new[] { Opened, decided }) Receipts.Add(await Save($"receipt-{Receipts.Count}.json", answer.GetProperty("receipt")));
        await Eventually.True(async () => (await Get("/ledger/head")).GetProperty("head").GetProperty("size").GetInt64() == 2, "both acts are in the tree");
        Kept = await Save("kept.json", await Get("/ledger/head"));
        await Owner(string.Concat(Tables.Select(table => $"CREATE TABLE kept_{table} AS SELECT * FROM {table};")));
    }

    internal async Task<string> Pack()
    {
        var path = Path.Combine(files.FullName, "pack.zip");
        await File.WriteAllBytesAsync(path, await Site.Subsidiary.GetByteArrayAsync($"{Site.Api}/cases/{Opened.Id("caseId")}/evidence"));
        return path;
    }

    /// <summary>Null when there is a pack; otherwise the problem, its type in brackets: the service itself sees that hashes are missing.</summary>
    internal async Task<string?> TryPack()
    {
        using var answer = await Site.Subsidiary.GetAsync($"{Site.Api}/cases/{Opened.Id("caseId")}/evidence");
        return answer.IsSuccessStatusCode ? null : $"[{await Site.Problem(answer, 409)}]";
    }

    internal async Task<string> Save(string name, JsonElement document)
    {
        var path = Path.Combine(files.FullName, name);
        await File.WriteAllTextAsync(path, document.GetRawText());
        return path;
    }

    internal async Task<JsonElement> Get(string path) => await Site.Json(await Site.Subsidiary.GetAsync(Site.Api + path), 200);

    /// <summary>As the superuser, with foreign keys switched off: the strongest hand there is, but for the signing key.</summary>
    internal async Task Owner(string sql)
    {
        await using var connection = new NpgsqlConnection(Site.Host.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SET session_replication_role = replica; " + sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    internal async ValueTask Restore() =>
        await Owner(string.Concat(Tables.Select(table => $"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_{table};")));

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        files.Delete(recursive: true);
    }
}
