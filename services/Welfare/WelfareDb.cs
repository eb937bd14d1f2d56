using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.Welfare.Caps;
using Ronghe.Welfare.Programmes;

namespace Ronghe.Welfare;

/// <summary>The database of the Welfare service.</summary>
public sealed class WelfareDb(DbContextOptions<WelfareDb> options) : ServiceDb(options)
{
    internal DbSet<Programme> Programmes => Set<Programme>();

    internal DbSet<CapUse> CapUses => Set<CapUse>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddDirectoryCopy();
        Programme.Configure(modelBuilder.Entity<Programme>());
        CapUse.Configure(modelBuilder.Entity<CapUse>());
    }
}

internal sealed class WelfareDbDesign : DesignTimeDb<WelfareDb>;
