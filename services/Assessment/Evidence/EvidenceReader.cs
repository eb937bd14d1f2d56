using System.Diagnostics.CodeAnalysis;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Assessment.Evidence;

/// <summary>Who may read which evidence: those in charge of a unit everything of it, everybody what is about themselves.</summary>
internal static class EvidenceReader
{
    private static readonly string[] InCharge =
    [
        RoleNames.Manager, RoleNames.Leader, RoleNames.PartyWorker, RoleNames.DisciplineInspector, RoleNames.UnionWorker, RoleNames.Subsidiary,
    ];

    [SuppressMessage("Globalization", "CA1310", Justification = "Translated to SQL, where prefixes are compared by code point.")]
    internal static IQueryable<EvidenceItem> VisibleTo(this IQueryable<EvidenceItem> evidence, Caller caller)
    {
        var units = UnitsInCharge(caller);
        return caller.IsPerson
            ? evidence.Where(item => item.PersonId == caller.PersonId || units.Any(unit => item.UnitPath.StartsWith(unit)))
            : evidence.Where(item => units.Any(unit => item.UnitPath.StartsWith(unit)));
    }

    private static List<string> UnitsInCharge(Caller caller) =>
        [.. caller.Roles.Where(grant => InCharge.Contains(grant.Role)).Select(grant => grant.UnitPath).Distinct()];
}
