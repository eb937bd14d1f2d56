using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Evidence;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.Assessment;

/// <summary>The database of the Assessment service.</summary>
public sealed class AssessmentDb(DbContextOptions<AssessmentDb> options) : ServiceDb(options)
{
    internal DbSet<EvidenceItem> Evidence => Set<EvidenceItem>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddDirectoryCopy();
        EvidenceItem.Configure(modelBuilder.Entity<EvidenceItem>());
    }
}

internal sealed class AssessmentDbDesign : DesignTimeDb<AssessmentDb>;
