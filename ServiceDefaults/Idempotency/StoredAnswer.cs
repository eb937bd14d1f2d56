using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.ServiceDefaults.Idempotency;

/// <summary>What was answered to a request with an Idempotency-Key; kept for 24 hours.</summary>
internal sealed class StoredAnswer
{
    public required string Caller { get; init; }

    /// <summary>Method and path.</summary>
    public required string Route { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of the request's body.</summary>
    public required byte[] RequestHash { get; init; }

    public required int Status { get; init; }

    public string? ContentType { get; init; }

    public string? Location { get; init; }

    public required byte[] Body { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal static void Configure(EntityTypeBuilder<StoredAnswer> entity)
    {
        entity.ToTable("stored_answers");
        entity.HasKey(answer => new { answer.Caller, answer.Route, answer.Key });
        entity.Property(answer => answer.CreatedAt).HasDefaultValueSql("now()");
        entity.HasIndex(answer => answer.CreatedAt);
    }

    internal static async Task Forget<TDb>(ServiceDatabase<TDb> database, CancellationToken ct)
        where TDb : ServiceDb
    {
        await using var command = database.App.CreateCommand("DELETE FROM stored_answers WHERE created_at < now() - interval '24 hours'");
        await command.ExecuteNonQueryAsync(ct);
    }
}
