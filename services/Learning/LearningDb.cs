using Microsoft.EntityFrameworkCore;
using Ronghe.Learning.Completions;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.Learning;

/// <summary>The database of the Learning service.</summary>
public sealed class LearningDb(DbContextOptions<LearningDb> options) : ServiceDb(options)
{
    internal DbSet<Completion> Completions => Set<Completion>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddDirectoryCopy();
        Completion.Configure(modelBuilder.Entity<Completion>());
    }
}

internal sealed class LearningDbDesign : DesignTimeDb<LearningDb>;
