using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Ronghe.ServiceDefaults.Databases;

/// <summary>Keys are set in code, and a property named Version guards every update of its row.</summary>
internal sealed class HouseConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            foreach (var key in entity.FindPrimaryKey()?.Properties ?? [])
            {
                // A child whose key is set in code would otherwise be taken for an existing row and UPDATEd.
                key.Builder.ValueGenerated(ValueGenerated.Never);
            }

            if (entity.FindProperty("Version") is { } version && version.ClrType == typeof(long))
            {
                version.Builder.IsConcurrencyToken(true);
            }
        }
    }
}
