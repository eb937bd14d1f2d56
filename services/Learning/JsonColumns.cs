using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning;

internal static class JsonColumns
{
    /// <summary>Keeps an immutable value as jsonb; two values are the same when they are written the same.</summary>
    internal static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property) => property
        .HasColumnType("jsonb")
        .HasConversion(
            value => JsonSerializer.Serialize(value, ServiceDb.Json),
            json => JsonSerializer.Deserialize<T>(json, ServiceDb.Json)!,
            new ValueComparer<T>(
                (a, b) => JsonSerializer.Serialize(a, ServiceDb.Json) == JsonSerializer.Serialize(b, ServiceDb.Json),
                value => JsonSerializer.Serialize(value, ServiceDb.Json).GetHashCode(StringComparison.Ordinal),
                value => value));
}
