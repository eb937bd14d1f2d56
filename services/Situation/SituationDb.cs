using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.Situation.Cases;
using Ronghe.Situation.Counts;

namespace Ronghe.Situation;

/// <summary>The database of the Situation service: counts, and what is needed to derive and explain them.</summary>
public sealed class SituationDb(DbContextOptions<SituationDb> options) : ServiceDb(options)
{
    internal DbSet<CaseRow> Cases => Set<CaseRow>();

    internal DbSet<Scope> Scopes => Set<Scope>();

    internal DbSet<Count> Counts => Set<Count>();

    internal DbSet<CountedEvent> CountedEvents => Set<CountedEvent>();

    /// <summary>True between a change of counts and the commit that makes it visible to the streams.</summary>
    internal bool CountsChanged { get; set; }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddDirectoryCopy();
        CaseRow.Configure(modelBuilder.Entity<CaseRow>());
        Scope.Configure(modelBuilder.Entity<Scope>());
        Count.Configure(modelBuilder.Entity<Count>());
        CountedEvent.Configure(modelBuilder.Entity<CountedEvent>());
    }
}

internal sealed class SituationDbDesign : DesignTimeDb<SituationDb>;
