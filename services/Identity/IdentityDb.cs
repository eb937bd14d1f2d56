using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using Ronghe.Identity.Accounts;
using Ronghe.Identity.Audits;
using Ronghe.Identity.Branches;
using Ronghe.Identity.Clients;
using Ronghe.Identity.Personnel;
using Ronghe.Identity.Keys;
using Ronghe.Identity.People;
using Ronghe.Identity.Posts;
using Ronghe.Identity.Registrations;
using Ronghe.Identity.SecondFactors;
using Ronghe.Identity.Sessions;
using Ronghe.Identity.Units;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity;

internal sealed class IdentityDb(DbContextOptions<IdentityDb> options) : ServiceDb(options)
{
    internal DbSet<Unit> Units => Set<Unit>();

    internal DbSet<Post> Posts => Set<Post>();

    internal DbSet<Branch> Branches => Set<Branch>();

    internal DbSet<Person> People => Set<Person>();

    internal DbSet<Appointment> Appointments => Set<Appointment>();

    internal DbSet<Grant> Grants => Set<Grant>();

    internal DbSet<Account> Accounts => Set<Account>();

    internal DbSet<Session> Sessions => Set<Session>();

    internal DbSet<SecondFactor> SecondFactors => Set<SecondFactor>();

    internal DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    internal DbSet<AddressGuesses> AddressGuesses => Set<AddressGuesses>();

    internal DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    internal DbSet<AuditQueued> AuditQueue => Set<AuditQueued>();

    internal DbSet<AuditLink> AuditLinks => Set<AuditLink>();

    internal DbSet<RegisteredClient> RegisteredClients => Set<RegisteredClient>();

    internal DbSet<ClientKey> ClientKeys => Set<ClientKey>();

    internal DbSet<PeopleImport> PeopleImports => Set<PeopleImport>();

    internal DbSet<ImportRow> ImportRows => Set<ImportRow>();

    internal DbSet<StoredKey> Keys => Set<StoredKey>();

    internal DbSet<UsedAssertion> UsedAssertions => Set<UsedAssertion>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(IdentityDb).Assembly);
        modelBuilder.UseOpenIddict();
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreApplication>().ToTable("openid_applications");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreAuthorization>().ToTable("openid_authorizations");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreScope>().ToTable("openid_scopes");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreToken>().ToTable("openid_tokens");
    }
}

internal sealed class IdentityDbDesign : DesignTimeDb<IdentityDb>;
