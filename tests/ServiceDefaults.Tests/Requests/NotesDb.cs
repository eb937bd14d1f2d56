using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.ServiceDefaults.Tests.Requests;

internal sealed class Note : IUnitScoped
{
    public required Guid Id { get; init; }

    public required string UnitPath { get; init; }

    public required string Text { get; set; }

    public long Version { get; set; }
}

[AppendOnly]
internal sealed class Line
{
    public required Guid Id { get; init; }
}

internal sealed class NotesDb(DbContextOptions<NotesDb> options) : ServiceDb(options)
{
    public DbSet<Note> Notes => Set<Note>();

    public DbSet<Line> Lines => Set<Line>();
}

/// <summary>The tables as EF would script them from the model; the test database has no history to keep.</summary>
[DbContext(typeof(NotesDb))]
[Migration("20260101000000_Initial")]
internal sealed class InitialNotes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        using var db = new NotesDb(new DbContextOptionsBuilder<NotesDb>().UseNpgsql().UseSnakeCaseNamingConvention().Options);
        migrationBuilder.Sql(db.Database.GenerateCreateScript());
    }
}
