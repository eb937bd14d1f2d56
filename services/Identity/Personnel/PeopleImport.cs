using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ronghe.Identity.Personnel;

/// <summary>A file of people: read, compared with the directory, and then, if somebody says so, applied.</summary>
internal sealed class PeopleImport
{
    public required Guid Id { get; init; }

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string FileName { get; init; }

    /// <summary>SHA-256 of the file.</summary>
    public required string FileHash { get; init; }

    /// <summary>Units in which whoever sent it may change people.</summary>
    public required string[] Units { get; init; }

    /// <summary>See <see cref="ImportStates"/>.</summary>
    public required string State { get; set; }

    /// <summary>The file until it is read; null afterwards.</summary>
    public byte[]? Content { get; set; }

    public int Rows { get; set; }

    /// <summary>Rows worked on so far, in the present state.</summary>
    public int Done { get; set; }

    public int Joins { get; set; }

    public int Moves { get; set; }

    public int Leaves { get; set; }

    public int Changes { get; set; }

    public int Same { get; set; }

    public int Bad { get; set; }

    /// <summary>SHA-256 over what each row would do to whom; null until it is known. What is applied is this and nothing else.</summary>
    public string? PlanHash { get; set; }

    /// <summary>True to apply the good rows although others are bad.</summary>
    public bool GoodOnly { get; set; }

    public DateTimeOffset? AppliedAt { get; set; }

    /// <summary>Why it failed, as the last part of a problem type; null while it did not.</summary>
    public string? Failure { get; set; }
}

internal static class ImportStates
{
    internal const string Reading = nameof(Reading);
    internal const string Ready = nameof(Ready);
    internal const string Applying = nameof(Applying);
    internal const string Applied = nameof(Applied);
    internal const string Failed = nameof(Failed);
}

/// <summary>One row of a file, and what it would do.</summary>
internal sealed class ImportRow
{
    public required Guid ImportId { get; init; }

    /// <summary>Line in the file; the header is line 1.</summary>
    public required int Line { get; init; }

    public required string Number { get; init; }

    /// <summary>See <see cref="ImportActs"/>.</summary>
    public required string Act { get; init; }

    /// <summary>Version of the person that it was compared with; 0 for one who joins.</summary>
    public required long PersonVersion { get; init; }

    /// <summary>The row as JSON, its cells by column.</summary>
    public required string Cells { get; init; }

    /// <summary>What would change, as JSON: column, from, to; or what is wrong: column, Chinese, English.</summary>
    public required string Notes { get; init; }

    /// <summary>The one-time password of somebody who joined, sealed, until it is fetched.</summary>
    public byte[]? Activation { get; set; }
}

internal static class ImportActs
{
    internal const string Join = nameof(Join);
    internal const string Move = nameof(Move);
    internal const string Change = nameof(Change);
    internal const string Leave = nameof(Leave);
    internal const string Same = nameof(Same);
    internal const string Bad = nameof(Bad);
}

internal sealed class ImportConfiguration : IEntityTypeConfiguration<PeopleImport>, IEntityTypeConfiguration<ImportRow>
{
    public void Configure(EntityTypeBuilder<PeopleImport> builder)
    {
        builder.ToTable("people_imports");
        builder.HasIndex(import => import.State).HasFilter("state IN ('Reading', 'Applying')");
    }

    public void Configure(EntityTypeBuilder<ImportRow> builder)
    {
        builder.ToTable("import_rows");
        builder.HasKey(row => new { row.ImportId, row.Line });
        builder.HasIndex(row => new { row.ImportId, row.Act, row.Line });
        builder.HasOne<PeopleImport>().WithMany().HasForeignKey(row => row.ImportId).OnDelete(DeleteBehavior.Cascade);
    }
}
