using Ronghe.PowerItems.Forms;
using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Cases;

/// <summary>Whether an item may be run at this unit, about this object, with these materials and this amount.</summary>
internal static class OpeningRules
{
    internal static Refusal? Check(PowerItem item, OpenCaseRequest request, string unitKind, out AmountTier? tier)
    {
        tier = null;
        if (LevelOf(unitKind) is not { } level || !item.Levels.Contains(level)) return CaseRefusals.LevelNotAllowed(item, unitKind);
        if (request.About is { } about && about.Kind != item.About) return CaseRefusals.AboutNotAllowed(item);

        var given = (request.Materials ?? []).Select(material => material.Key).ToHashSet();
        var missing = item.Materials.Where(material => material.Required && !given.Contains(material.Key)).ToList();
        if (missing.Count > 0) return CaseRefusals.MaterialMissing(missing);
        return StepSelection.TryChooseTier(item, request.Form!, out tier) ? null : CaseRefusals.AmountOutsideTiers(item);
    }

    /// <summary>Null for a team: no item is run there.</summary>
    internal static UnitLevel? LevelOf(string unitKind) => unitKind switch
    {
        "Group" => UnitLevel.Group,
        "Bureau" or "ReserveBureau" => UnitLevel.Bureau,
        "ForestFarm" or "PatrolStation" => UnitLevel.Farm,
        _ => null,
    };
}
