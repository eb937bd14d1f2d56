using Microsoft.EntityFrameworkCore;
using Ronghe.Learning.Completions;
using Ronghe.Learning.Xapi.Documents;
using Ronghe.Learning.Xapi.Store;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.Learning;

/// <summary>The database of the Learning service.</summary>
public sealed class LearningDb(DbContextOptions<LearningDb> options) : ServiceDb(options)
{
    internal DbSet<Completion> Completions => Set<Completion>();

    internal DbSet<XapiClient> XapiClients => Set<XapiClient>();

    internal DbSet<XapiDocument> XapiDocuments => Set<XapiDocument>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddDirectoryCopy();
        Completion.Configure(modelBuilder.Entity<Completion>());
        XapiClient.Configure(modelBuilder.Entity<XapiClient>());
        XapiDocument.Configure(modelBuilder.Entity<XapiDocument>());
        StoredStatement.Configure(modelBuilder.Entity<StoredStatement>());
    }
}

internal sealed class LearningDbDesign : DesignTimeDb<LearningDb>;
