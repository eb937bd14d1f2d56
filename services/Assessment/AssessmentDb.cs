using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Adjustments;
using Ronghe.Assessment.Appeals;
using Ronghe.Assessment.Cycles;
using Ronghe.Assessment.Evidence;
using Ronghe.Assessment.Facts;
using Ronghe.Assessment.Frameworks;
using Ronghe.Assessment.Honours;
using Ronghe.Assessment.Pioneers;
using Ronghe.Assessment.Scores;
using Ronghe.ServiceDefaults.Burden;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.Assessment;

/// <summary>The database of the Assessment service.</summary>
public sealed class AssessmentDb(DbContextOptions<AssessmentDb> options) : ServiceDb(options)
{
    internal DbSet<EvidenceItem> Evidence => Set<EvidenceItem>();

    internal DbSet<BurdenExemption> BurdenExemptions => Set<BurdenExemption>();

    internal DbSet<Framework> Frameworks => Set<Framework>();

    internal DbSet<Fact> Facts => Set<Fact>();

    internal DbSet<FactHead> FactHeads => Set<FactHead>();

    internal DbSet<FactChange> FactChanges => Set<FactChange>();

    internal DbSet<AppraisalCycle> Cycles => Set<AppraisalCycle>();

    internal DbSet<CycleSubject> CycleSubjects => Set<CycleSubject>();

    internal DbSet<ScoreVersion> ScoreVersions => Set<ScoreVersion>();

    internal DbSet<ScoreSource> ScoreSources => Set<ScoreSource>();

    internal DbSet<Adjustment> Adjustments => Set<Adjustment>();

    internal DbSet<ManualEntry> ManualEntries => Set<ManualEntry>();

    internal DbSet<Appeal> Appeals => Set<Appeal>();

    internal DbSet<Honour> Honours => Set<Honour>();

    internal DbSet<PioneerPost> PioneerPosts => Set<PioneerPost>();

    internal DbSet<Outcome> Outcomes => Set<Outcome>();

    internal DbSet<OutcomePlace> OutcomePlaces => Set<OutcomePlace>();

    internal DbSet<PlaceConsent> PlaceConsents => Set<PlaceConsent>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddDirectoryCopy();
        modelBuilder.AddBurdenExceptions();
        modelBuilder.HasSequence("fact_changes_id");
        EvidenceItem.Configure(modelBuilder.Entity<EvidenceItem>());
        Framework.Configure(modelBuilder.Entity<Framework>());
        Fact.Configure(modelBuilder.Entity<Fact>());
        FactHead.Configure(modelBuilder.Entity<FactHead>());
        FactChange.Configure(modelBuilder.Entity<FactChange>());
        AppraisalCycle.Configure(modelBuilder.Entity<AppraisalCycle>());
        CycleSubject.Configure(modelBuilder.Entity<CycleSubject>());
        ScoreVersion.Configure(modelBuilder.Entity<ScoreVersion>());
        ScoreSource.Configure(modelBuilder.Entity<ScoreSource>());
        Adjustment.Configure(modelBuilder.Entity<Adjustment>());
        ManualEntry.Configure(modelBuilder.Entity<ManualEntry>());
        Appeal.Configure(modelBuilder.Entity<Appeal>());
        Honour.Configure(modelBuilder.Entity<Honour>());
        PioneerPost.Configure(modelBuilder.Entity<PioneerPost>());
        Outcome.Configure(modelBuilder.Entity<Outcome>());
        OutcomePlace.Configure(modelBuilder.Entity<OutcomePlace>());
        PlaceConsent.Configure(modelBuilder.Entity<PlaceConsent>());
    }
}

internal sealed class AssessmentDbDesign : DesignTimeDb<AssessmentDb>;
