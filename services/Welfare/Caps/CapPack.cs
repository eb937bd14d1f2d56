using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Welfare.Caps;

/// <summary>What one person may receive at most, by kind of programme and year.</summary>
internal sealed record Cap(string Code, string Kind, decimal AmountPerPersonPerYear, string Source);

/// <summary>The caps in force: data that a group replaces by its province's own.</summary>
internal sealed class CapPack(IReadOnlyList<Cap> caps)
{
    internal static CapPack Load(string seeds) =>
        new(SeedFile.Read<IReadOnlyList<Cap>>(Path.Combine(seeds, "welfare", "caps.json")));

    internal Cap? Of(string kind) => caps.FirstOrDefault(cap => cap.Kind == kind);
}
