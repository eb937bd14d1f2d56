using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Ronghe.Contracts.Identity;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.ServiceDefaults.Directory;

/// <summary>The tables of the directory copy, and the questions asked of them.</summary>
public static class DirectoryModel
{
    /// <summary>Adds <see cref="UnitCopy"/> and <see cref="PersonCopy"/> to a service's model.</summary>
    public static ModelBuilder AddDirectoryCopy(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<UnitCopy>(unit =>
        {
            unit.ToTable("directory_units");
            unit.HasIndex(u => u.Path).HasOperators("text_pattern_ops");
            unit.HasIndex(u => u.Code);
        });
        modelBuilder.Entity<PersonCopy>(person =>
        {
            person.ToTable("directory_people");
            person.HasIndex(p => p.UnitId);
            person.HasIndex(p => p.UnitPath).HasOperators("text_pattern_ops");
            person.Property(p => p.Posts).HasColumnType("jsonb").HasConversion(AsJson, SameItems);
            person.HasIndex(p => p.Posts).HasMethod("gin").HasOperators("jsonb_path_ops");
        });
        modelBuilder.Entity<DirectoryLoad>().ToTable("directory_loads");
        return modelBuilder;
    }

    /// <summary>The active people who hold <paramref name="post"/> at exactly the unit <paramref name="unitPath"/>; uses an index.</summary>
    public static IQueryable<PersonCopy> HoldersOf(this ServiceDb db, string post, string unitPath)
    {
        ArgumentNullException.ThrowIfNull(db);
        var holding = JsonSerializer.Serialize(new[] { new PostHolding(post, unitPath) }, ServiceDb.Json);
        return db.Set<PersonCopy>().FromSql($"SELECT * FROM directory_people WHERE active AND posts @> {holding}::jsonb");
    }

    private static readonly ValueConverter<PostHolding[], string> AsJson = new(
        posts => JsonSerializer.Serialize(posts, ServiceDb.Json),
        json => JsonSerializer.Deserialize<PostHolding[]>(json, ServiceDb.Json)!);

    private static readonly ValueComparer<PostHolding[]> SameItems = new(
        (a, b) => (a ?? Array.Empty<PostHolding>()).SequenceEqual(b ?? Array.Empty<PostHolding>()),
        posts => posts.Aggregate(0, (hash, post) => HashCode.Combine(hash, post)),
        posts => posts.ToArray());
}
