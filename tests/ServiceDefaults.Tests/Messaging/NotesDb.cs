using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.ServiceDefaults.Tests.Messaging;

/// <summary>What the small service under test says and hears.</summary>
public sealed record NoteWritten(Guid NoteId, long Version, string Text);

/// <summary>Said again by the consumer of <see cref="NoteWritten"/>.</summary>
public sealed record NoteRead(Guid NoteId, long Version);

public sealed class Note
{
    public required Guid Id { get; init; }

    public required string Text { get; init; }
}

/// <summary>One row per effect: a second effect of the same note would be a second row.</summary>
public sealed class Reading
{
    public required Guid Id { get; init; }

    public required Guid NoteId { get; init; }

    public required string Text { get; init; }

    public string? Trace { get; init; }
}

public sealed class NotesDb(DbContextOptions<NotesDb> options) : ServiceDb(options)
{
    public DbSet<Note> Notes => Set<Note>();

    public DbSet<Reading> Readings => Set<Reading>();
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

/// <summary>Refuses what is marked as poison.</summary>
public sealed class ReadNoteWhenNoteWritten(Inbox<NotesDb> inbox) : InboxConsumer<NoteWritten, NotesDb>(inbox)
{
    protected override async Task Apply(NoteWritten message, NotesDb db, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(db);
        if (message.Text == "poison" && !await db.Notes.AnyAsync(note => note.Text == "antidote", ct)) throw new InvalidOperationException("Poison.");
        db.Readings.Add(new() { Id = Guid.CreateVersion7(), NoteId = message.NoteId, Text = message.Text, Trace = System.Diagnostics.Activity.Current?.TraceId.ToString() });
        if (message.Text == "say again") await db.SaveAndPublishAsync(ct, new NoteRead(message.NoteId, message.Version));
    }
}

public sealed class CountWhenNoteRead(Inbox<NotesDb> inbox) : InboxConsumer<NoteRead, NotesDb>(inbox)
{
    protected override Task Apply(NoteRead message, NotesDb db, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(db);
        db.Readings.Add(new() { Id = Guid.CreateVersion7(), NoteId = message.NoteId, Text = "heard", Trace = System.Diagnostics.Activity.Current?.TraceId.ToString() });
        return Task.CompletedTask;
    }
}
