using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Assessment.Frameworks;

/// <summary>One edition of a framework. Its content never changes; a change is the next edition. Everybody may read by what they are appraised.</summary>
internal sealed class Framework
{
    internal const string Draft = "Draft";
    internal const string Live = "Live";

    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required int Edition { get; init; }

    public required string UnitPath { get; init; }

    public required string Content { get; init; }

    /// <summary>Lower-case hex SHA-256 of the content as it is stored.</summary>
    public required string Digest { get; init; }

    public required string SavedBy { get; init; }

    public required DateTimeOffset SavedAt { get; init; }

    public string State { get; private set; } = Draft;

    public string? LiveBy { get; private set; }

    public DateTimeOffset? LiveAt { get; private set; }

    public long Version { get; private set; } = 1;

    internal static Framework Save(FrameworkContent content, int edition, string unitPath, string savedBy, DateTimeOffset now)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(content, ServiceDb.Json);
        return new Framework
        {
            Id = Guid.CreateVersion7(now),
            Code = content.Code!,
            Edition = edition,
            UnitPath = unitPath,
            Content = System.Text.Encoding.UTF8.GetString(json),
            Digest = Convert.ToHexStringLower(SHA256.HashData(json)),
            SavedBy = savedBy,
            SavedAt = now,
        };
    }

    internal FrameworkContent Read() => JsonSerializer.Deserialize<FrameworkContent>(Content, ServiceDb.Json)!;

    internal void GoLive(string by, DateTimeOffset now) => (State, LiveBy, LiveAt, Version) = (Live, by, now, Version + 1);

    internal static void Configure(EntityTypeBuilder<Framework> entity)
    {
        entity.ToTable("frameworks", table => table.HasCheckConstraint("framework_state", "state = 'Draft' OR (state = 'Live' AND live_by IS NOT NULL)"));
        entity.HasKey(framework => framework.Id);
        entity.HasIndex(framework => new { framework.Code, framework.Edition }).IsUnique();
    }
}
