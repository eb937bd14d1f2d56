using Ronghe.Identity.Branches;
using Ronghe.Identity.Units;

namespace Ronghe.Identity.Seeding;

/// <summary>Units from the group down, parents before children, and the Party branches seated at them.</summary>
internal static class UnitTree
{
    internal static IReadOnlyList<Unit> Units(UnitsSeed seed)
    {
        var units = new List<Unit>();
        var group = Add(units, null, seed.Group.Code, UnitKinds.Group, seed.Group.Name, seed.Group.NameEn);
        foreach (var bureau in seed.Bureaus)
        {
            var above = Add(units, group, bureau.Code, bureau.Kind, bureau.Name, bureau.NameEn);
            foreach (var farm in bureau.Farms)
            {
                var home = Add(units, above, farm.Code, farm.Kind, farm.Name, farm.NameEn);
                foreach (var team in seed.Teams[farm.Kind])
                {
                    Add(units, home, $"T{farm.Code[1..]}{team.Suffix}", UnitKinds.Team, farm.Name + team.Name, $"{farm.NameEn}, {team.NameEn}");
                }
            }
        }

        return units;
    }

    /// <summary>One branch for each head office and each farm or station; teams belong to their farm's.</summary>
    internal static IReadOnlyList<Branch> Branches(IEnumerable<Unit> units) =>
    [
        .. from unit in units
           let office = UnitKinds.LevelOf(unit.Kind) is "Group" or "Bureau"
           where unit.Kind != UnitKinds.Team
           select new Branch
           {
               Id = SeedIds.Of("branch", unit.Code),
               Code = "P" + unit.Code,
               Name = unit.Name + (office ? "机关党支部" : "党支部"),
               NameEn = unit.NameEn + (office ? ", head office Party branch" : ", Party branch"),
               UnitId = unit.Id,
           },
    ];

    private static Unit Add(List<Unit> units, Unit? parent, string code, string kind, string name, string nameEn)
    {
        var unit = new Unit
        {
            Id = SeedIds.Of("unit", code), Code = code, Path = $"{parent?.Path}{code}/", Name = name, NameEn = nameEn, Kind = kind, ParentId = parent?.Id,
        };
        units.Add(unit);
        return unit;
    }
}
