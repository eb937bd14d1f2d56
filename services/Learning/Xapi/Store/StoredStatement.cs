using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Xapi.Store;

/// <summary>Tells the model of the table in <see cref="XapiTables"/>, so that it gets its row policy and append-only rights.</summary>
[AppendOnly]
internal sealed class StoredStatement : IUnitScoped
{
    public required Guid Id { get; init; }

    public required string UnitPath { get; init; }

    internal static void Configure(EntityTypeBuilder<StoredStatement> entity) =>
        entity.ToTable("xapi_statements", table => table.ExcludeFromMigrations()).HasKey(statement => statement.Id);
}
