using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.Welfare.Budgets;
using Ronghe.Welfare.Caps;
using Ronghe.Welfare.Claims;
using Ronghe.Welfare.Draws;
using Ronghe.Welfare.Entitlements;
using Ronghe.Welfare.Issues;
using Ronghe.Welfare.Ledger;
using Ronghe.Welfare.Pickups;
using Ronghe.Welfare.Programmes;
using Ronghe.Welfare.Rewards;
using Ronghe.Welfare.Rules;
using Ronghe.Welfare.Surveys;

namespace Ronghe.Welfare;

/// <summary>The database of the Welfare service.</summary>
public sealed class WelfareDb(DbContextOptions<WelfareDb> options) : ServiceDb(options)
{
    internal DbSet<Programme> Programmes => Set<Programme>();

    internal DbSet<CapUse> CapUses => Set<CapUse>();

    internal DbSet<LedgerAccount> LedgerAccounts => Set<LedgerAccount>();

    internal DbSet<LedgerEntry> LedgerEntries => Set<LedgerEntry>();

    internal DbSet<LedgerPosting> LedgerPostings => Set<LedgerPosting>();

    internal DbSet<UnionBudget> UnionBudgets => Set<UnionBudget>();

    internal DbSet<Transfer> Transfers => Set<Transfer>();

    internal DbSet<EntitlementRule> EntitlementRules => Set<EntitlementRule>();

    internal DbSet<Cap> Caps => Set<Cap>();

    internal DbSet<CapTotal> CapTotals => Set<CapTotal>();

    internal DbSet<DryRun> DryRuns => Set<DryRun>();

    internal DbSet<Declaration> Declarations => Set<Declaration>();

    internal DbSet<HardshipGrade> HardshipGrades => Set<HardshipGrade>();

    internal DbSet<Claim> Claims => Set<Claim>();

    internal DbSet<ClaimGate> ClaimGates => Set<ClaimGate>();

    internal DbSet<Entitled> Entitlements => Set<Entitled>();

    internal DbSet<GiftStock> GiftStocks => Set<GiftStock>();

    internal DbSet<Waiting> WaitingList => Set<Waiting>();

    internal DbSet<IssueJob> IssueJobs => Set<IssueJob>();

    internal DbSet<IssueSkip> IssueSkips => Set<IssueSkip>();

    internal DbSet<Draw> Draws => Set<Draw>();

    internal DbSet<DrawEntry> DrawEntries => Set<DrawEntry>();

    internal DbSet<Pickup> Pickups => Set<Pickup>();

    internal DbSet<ProxyConsent> ProxyConsents => Set<ProxyConsent>();

    internal DbSet<Survey> Surveys => Set<Survey>();

    internal DbSet<SurveyCohort> SurveyCohorts => Set<SurveyCohort>();

    internal DbSet<SurveyInvitation> SurveyInvitations => Set<SurveyInvitation>();

    internal DbSet<SurveyAnswer> SurveyAnswers => Set<SurveyAnswer>();

    internal DbSet<Honour> Honours => Set<Honour>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddDirectoryCopy();
        Programme.Configure(modelBuilder.Entity<Programme>());
        CapUse.Configure(modelBuilder.Entity<CapUse>());
        LedgerAccount.Configure(modelBuilder.Entity<LedgerAccount>());
        LedgerEntry.Configure(modelBuilder.Entity<LedgerEntry>());
        LedgerPosting.Configure(modelBuilder.Entity<LedgerPosting>());
        UnionBudget.Configure(modelBuilder.Entity<UnionBudget>());
        Transfer.Configure(modelBuilder.Entity<Transfer>());
        EntitlementRule.Configure(modelBuilder.Entity<EntitlementRule>());
        Cap.Configure(modelBuilder.Entity<Cap>());
        CapTotal.Configure(modelBuilder.Entity<CapTotal>());
        DryRun.Configure(modelBuilder.Entity<DryRun>());
        Declaration.Configure(modelBuilder.Entity<Declaration>());
        HardshipGrade.Configure(modelBuilder.Entity<HardshipGrade>());
        Claim.Configure(modelBuilder.Entity<Claim>());
        ClaimGate.Configure(modelBuilder.Entity<ClaimGate>());
        Entitled.Configure(modelBuilder.Entity<Entitled>());
        GiftStock.Configure(modelBuilder.Entity<GiftStock>());
        Waiting.Configure(modelBuilder.Entity<Waiting>());
        IssueJob.Configure(modelBuilder.Entity<IssueJob>());
        IssueSkip.Configure(modelBuilder.Entity<IssueSkip>());
        Draw.Configure(modelBuilder.Entity<Draw>());
        DrawEntry.Configure(modelBuilder.Entity<DrawEntry>());
        Pickup.Configure(modelBuilder.Entity<Pickup>());
        ProxyConsent.Configure(modelBuilder.Entity<ProxyConsent>());
        Survey.Configure(modelBuilder.Entity<Survey>());
        SurveyCohort.Configure(modelBuilder.Entity<SurveyCohort>());
        SurveyInvitation.Configure(modelBuilder.Entity<SurveyInvitation>());
        SurveyAnswer.Configure(modelBuilder.Entity<SurveyAnswer>());
        Honour.Configure(modelBuilder.Entity<Honour>());
    }
}

internal sealed class WelfareDbDesign : DesignTimeDb<WelfareDb>;
