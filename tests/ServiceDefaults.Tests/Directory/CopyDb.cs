using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.ServiceDefaults.Tests.Directory;

/// <summary>A database that holds nothing but a copy of the directory.</summary>
public sealed class CopyDb(DbContextOptions<CopyDb> options) : ServiceDb(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddDirectoryCopy();
    }
}

/// <summary>The tables as EF would script them from the model; the test database has no history to keep.</summary>
[DbContext(typeof(CopyDb))]
[Migration("20260101000000_Initial")]
internal sealed class InitialCopy : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        using var db = new CopyDb(new DbContextOptionsBuilder<CopyDb>().UseNpgsql().UseSnakeCaseNamingConvention().Options);
        migrationBuilder.Sql(db.Database.GenerateCreateScript());
    }
}
