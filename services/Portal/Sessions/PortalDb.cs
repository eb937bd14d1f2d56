using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Portal.Sessions;

internal sealed class PortalDb(DbContextOptions<PortalDb> options) : ServiceDb(options), IDataProtectionKeyContext
{
    public DbSet<SignedInSession> Sessions => Set<SignedInSession>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<SignedInSession>(session =>
        {
            session.ToTable("sessions");
            session.HasKey(s => s.Id);
            session.Property(s => s.Id).HasMaxLength(64);
            session.HasIndex(s => s.ExpiresAt);
        });
        modelBuilder.Entity<DataProtectionKey>().Property(key => key.Id).ValueGeneratedOnAdd();
    }
}

internal sealed class PortalDbDesign : DesignTimeDb<PortalDb>;
