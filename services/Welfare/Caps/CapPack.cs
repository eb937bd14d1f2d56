using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Welfare.Caps;

/// <summary>What one person may receive at most, by kind of programme and year. A change is a new version.</summary>
/// <param name="Province">Where it holds; empty for everywhere.</param>
/// <param name="Occasion">Festival that it is about; empty for all programmes of the kind together.</param>
/// <param name="Year">The one year in which it holds; null for every year.</param>
[AppendOnly]
internal sealed record Cap(
    string Code, string Kind, decimal AmountPerPersonPerYear, string Source, string Province = "", string Occasion = "", int? Year = null, int Version = 1)
{
    internal static void Configure(EntityTypeBuilder<Cap> entity)
    {
        entity.ToTable("caps", table => table.HasCheckConstraint("cap_amount", "amount_per_person_per_year > 0"));
        entity.HasKey(cap => new { cap.Code, cap.Version });
        entity.Property(cap => cap.AmountPerPersonPerYear).HasPrecision(12, 2);
    }
}

/// <summary>The caps that a group starts with: data that it replaces by its province's own.</summary>
/// <param name="Province">Whose caps hold here (<c>Welfare:Province</c>).</param>
internal sealed record CapPack(IReadOnlyList<Cap> Caps, string Province)
{
    internal static CapPack Load(string seeds, string? province) =>
        new(SeedFile.Read<IReadOnlyList<Cap>>(Path.Combine(seeds, "welfare", "caps.json")), province ?? "安徽");

    internal static async Task Seed(IServiceProvider services, WelfareDb db, CancellationToken ct)
    {
        var known = await db.Caps.Select(cap => cap.Code).Distinct().ToListAsync(ct);
        db.Caps.AddRange(services.GetRequiredService<CapPack>().Caps.Where(cap => !known.Contains(cap.Code)));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>The newest version of every cap that a programme of this kind must keep: the kind's own, and its occasion's.</summary>
    internal async Task<IReadOnlyList<Cap>> InForce(WelfareDb db, string kind, string occasion, int year, CancellationToken ct)
    {
        var caps = await db.Caps.AsNoTracking()
            .Where(cap => cap.Kind == kind && (cap.Province == "" || cap.Province == Province) && (cap.Year == null || cap.Year == year))
            .Where(cap => cap.Occasion == "" || cap.Occasion == occasion)
            .ToListAsync(ct);
        return [.. caps.GroupBy(cap => cap.Code).Select(versions => versions.MaxBy(cap => cap.Version)!)];
    }
}
