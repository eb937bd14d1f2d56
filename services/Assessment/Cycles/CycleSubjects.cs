using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.Assessment.Cycles;

/// <summary>Who is appraised: fixed on the day the cycle is opened, from the directory copy.</summary>
internal static class CycleSubjects
{
    internal static async Task<IReadOnlyList<CycleSubject>> Of(AppraisalCycle cycle, string? unitKind, AssessmentDb db, CancellationToken ct)
    {
        if (cycle.SubjectKind == "Unit")
        {
            var units = await db.Set<UnitCopy>().AsNoTracking()
                .Where(unit => unit.Active && unit.Kind == unitKind && unit.Path.StartsWith(cycle.UnitPath)).ToListAsync(ct);
            return [.. units.Select(unit => new CycleSubject { CycleId = cycle.Id, Subject = unit.Path, UnitPath = unit.Path, Peers = unit.Kind })];
        }

        var people = await db.Set<PersonCopy>().AsNoTracking().Where(person => person.Active && person.UnitPath.StartsWith(cycle.UnitPath)).ToListAsync(ct);
        return cycle.SubjectKind == "Person"
            ? [.. people.Select(person => new CycleSubject { CycleId = cycle.Id, Subject = person.Id.ToString(), UnitPath = person.UnitPath, PersonId = person.Id, Peers = "Person" })]
            : [.. people.Where(person => person.PartyMember && person.BranchId is not null).GroupBy(person => person.BranchId!.Value)
                .Select(members => new CycleSubject
                {
                    CycleId = cycle.Id, Subject = members.Key.ToString(), UnitPath = members.Min(person => person.UnitPath)!, BranchId = members.Key, Peers = "Branch",
                })];
    }
}
