using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ronghe.Bench;

/// <summary>
/// The claim as one would first write it: lock the row of the stock, look, insert, commit; one transaction a request. It checks no
/// token and keeps no cap, so it does less than the service.
/// </summary>
internal static class Naive
{
    internal static async Task<int> Serve(string database, string port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = 24 }.ConnectionString);
        await using var app = builder.Build();
        app.Urls.Add($"http://127.0.0.1:{port}");
        app.MapGet("/", () => "up");
        app.MapPost("/api/v1/welfare/programmes/{programme:guid}/claims", async (HttpRequest request, CancellationToken ct) =>
            await Claim(source, Guid.Parse(request.Headers["Person"].ToString()), ct) ? Results.Ok() : Results.Conflict());
        await app.RunAsync();
        return 0;
    }

    private static async Task<bool> Claim(NpgsqlDataSource source, Guid person, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var remaining = (int)(await Run("SELECT remaining FROM naive_stock WHERE id = 1 FOR UPDATE"))!;
        if (await Run("SELECT 1 FROM naive_claims WHERE person_id = $1", person) is not null) return true; // the same request again
        if (remaining == 0) return false;
        await Run("INSERT INTO naive_claims (person_id) VALUES ($1)", person);
        await Run("UPDATE naive_stock SET remaining = remaining - 1 WHERE id = 1");
        await Run("INSERT INTO naive_entries (person_id, amount) VALUES ($1, 50), ($1, -50)", person);
        await transaction.CommitAsync(ct);
        return true;

        async Task<object?> Run(string sql, params object[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            foreach (var value in values) command.Parameters.Add(new() { Value = value });
            return await command.ExecuteScalarAsync(ct);
        }
    }
}
