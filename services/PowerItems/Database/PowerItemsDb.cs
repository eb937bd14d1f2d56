using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;
using Ronghe.PowerItems.Ledger;
using Ronghe.PowerItems.Ledger.Keys;
using Ronghe.PowerItems.Ledger.Trees;
using Ronghe.PowerItems.Ledger.Witnesses;
using Ronghe.PowerItems.LegalBases;
using Ronghe.PowerItems.Supervision;
using Ronghe.PowerItems.Meetings;
using Ronghe.PowerItems.Proxies;
using Ronghe.PowerItems.Splitting;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.PowerItems.Database;

internal sealed class PowerItemsDb(DbContextOptions<PowerItemsDb> options) : ServiceDb(options)
{
    public DbSet<ItemVersion> Items => Set<ItemVersion>();

    public DbSet<PowerCase> Cases => Set<PowerCase>();

    public DbSet<CaseAct> Acts => Set<CaseAct>();

    public DbSet<AuthorityProxy> Proxies => Set<AuthorityProxy>();

    public DbSet<CaseSum> Sums => Set<CaseSum>();

    public DbSet<Meeting> Meetings => Set<Meeting>();

    public DbSet<ActInput> Inputs => Set<ActInput>();

    public DbSet<LedgerKey> LedgerKeys => Set<LedgerKey>();

    public DbSet<LedgerEntry> LedgerEntries => Set<LedgerEntry>();

    public DbSet<LedgerTile> LedgerTiles => Set<LedgerTile>();

    public DbSet<Law> Laws => Set<Law>();

    public DbSet<LawArticle> LawArticles => Set<LawArticle>();

    public DbSet<BasisReview> BasisReviews => Set<BasisReview>();

    public DbSet<CaseFlag> CaseFlags => Set<CaseFlag>();

    public DbSet<SupervisionExport> Exports => Set<SupervisionExport>();

    public DbSet<Witness> Witnesses => Set<Witness>();

    public DbSet<Cosignature> Cosignatures => Set<Cosignature>();

    public DbSet<LedgerHead> LedgerHeads => Set<LedgerHead>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddDirectoryCopy();
        modelBuilder.Entity<ItemVersion>(item =>
        {
            item.ToTable("item_versions").HasKey(version => new { version.Code, version.Number });
            StoredJson.Of(item.Property(version => version.Definition));
            item.HasIndex(version => version.Code).IsUnique().HasFilter("in_force_from IS NOT NULL AND in_force_to IS NULL").HasDatabaseName("ux_item_versions_in_force");
        });
        modelBuilder.Entity<PowerCase>(MapCase);
        modelBuilder.Entity<CaseAct>(act =>
        {
            act.ToTable("case_acts").HasKey(one => one.Id);
            act.HasOne<PowerCase>().WithMany().HasForeignKey(one => one.CaseId).OnDelete(DeleteBehavior.Restrict);
            act.HasIndex(one => new { one.CaseId, one.CaseVersion }).IsUnique();
            StoredJson.Of(act.Property(one => one.Facts));
            StoredJson.Of(act.Property(one => one.Effect));
            act.HasOne(one => one.Input).WithOne().HasForeignKey<ActInput>(input => input.ActId).OnDelete(DeleteBehavior.Restrict);
        });
        LedgerModel.Map(modelBuilder);
        LegalBasisModel.Map(modelBuilder);
        modelBuilder.Entity<SupervisionExport>().ToTable("supervision_exports").HasKey(export => export.Id);
        CaseWorkModel.Map(modelBuilder);
    }

    private static void MapCase(EntityTypeBuilder<PowerCase> powerCase)
    {
        powerCase.ToTable("power_cases").HasKey(one => one.Id);
        powerCase.Property(one => one.State).HasConversion<string>();
        powerCase.Property(one => one.Title).HasMaxLength(200);
        StoredJson.Of(powerCase.Property(one => one.Form));
        StoredJson.Of(powerCase.Property(one => one.Materials));
        StoredJson.Of(powerCase.Property(one => one.Tier));
        StoredJson.Of(powerCase.Property(one => one.About));
        StoredJson.Of(powerCase.Property(one => one.Initiator));
        StoredJson.Of(powerCase.Property(one => one.Steps));
        StoredJson.Of(powerCase.Property(one => one.Separate));
        StoredJson.Of(powerCase.Property(one => one.Last));
        StoredJson.Of(powerCase.Property(one => one.Acted));
        StoredJson.Of(powerCase.Property(one => one.Files));
        powerCase.Property(one => one.Alert).HasConversion<string>();
        powerCase.HasOne<ItemVersion>().WithMany().HasForeignKey(one => new { one.ItemCode, one.ItemVersion }).OnDelete(DeleteBehavior.Restrict);
        powerCase.HasIndex(one => one.WaitingFor).HasMethod("gin");
        powerCase.HasIndex(one => one.Participants).HasMethod("gin");
        powerCase.HasIndex(one => new { one.UnitPath, one.Id }).HasOperators("text_pattern_ops");
        powerCase.HasIndex(one => one.DueAt).HasFilter("state = 'Running'");
        powerCase.HasIndex(one => one.NextAlertAt).HasFilter("next_alert_at IS NOT NULL");
    }
}

internal sealed class PowerItemsDbDesign : DesignTimeDb<PowerItemsDb>;
