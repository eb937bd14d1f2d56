using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Ronghe.ServiceDefaults.Databases;

/// <summary>Lets <c>dotnet ef migrations add</c> see a service's model without a database.</summary>
public abstract class DesignTimeDb<TDb> : IDesignTimeDbContextFactory<TDb>
    where TDb : ServiceDb
{
    /// <inheritdoc/>
    public TDb CreateDbContext(string[] args) => (TDb)Activator.CreateInstance(
        typeof(TDb), new DbContextOptionsBuilder<TDb>().UseNpgsql().UseSnakeCaseNamingConvention().Options)!;
}
