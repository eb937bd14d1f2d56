using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Cycles;
using Ronghe.Assessment.Facts;
using Ronghe.Assessment.Scoring;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.Assessment.Scores;

/// <summary>Which subjects of which cycles read what changed.</summary>
internal static class Affected
{
    internal static async Task<IReadOnlyList<(AppraisalCycle Cycle, IReadOnlySet<string> Subjects)>> By(
        IReadOnlyList<FactChange> changes, AssessmentDb db, SeriesCatalogue series, CancellationToken ct)
    {
        var (first, last) = (changes.Min(change => change.OnDay), changes.Max(change => change.OnDay));
        // A window may start before the cycle does, at most at the first day of its last day's year.
        var cycles = await db.Cycles.AsNoTracking().Where(cycle => cycle.ToDay >= first && cycle.FromDay <= last.AddYears(1)).ToListAsync(ct);
        var branches = await Branches(changes, db, ct);
        var affected = new List<(AppraisalCycle, IReadOnlySet<string>)>();
        foreach (var cycle in cycles)
        {
            var framework = await db.Frameworks.AsNoTracking().SingleAsync(row => row.Id == cycle.FrameworkId, ct);
            var plan = ScoringPlan.Build(framework.Read(), series, cycle.FromDay, cycle.ToDay).Plan!;
            var read = plan.Columns.Select(column => column.Series.Code).ToHashSet();
            var mine = changes.Where(change => read.Contains(change.Series) && plan.Cells.CellOf(change.OnDay) is not null).ToList();
            if (mine.Count == 0) continue;
            var names = mine.SelectMany(change => Names(change, cycle, branches)).ToHashSet();
            affected.Add((cycle, names));
        }

        return affected;
    }

    // A unit's change reaches the unit and every unit above it.
    private static IEnumerable<string> Names(FactChange change, AppraisalCycle cycle, IReadOnlyDictionary<Guid, Guid?> branches) => cycle.SubjectKind switch
    {
        "Person" => change.PersonId is { } person ? [person.ToString()] : [],
        "Branch" => change.PersonId is { } member && branches.GetValueOrDefault(member) is { } branch ? [branch.ToString()] : [],
        _ => Prefixes(change.UnitPath),
    };

    private static IEnumerable<string> Prefixes(string path)
    {
        for (var at = path.IndexOf('/', StringComparison.Ordinal); at >= 0; at = path.IndexOf('/', at + 1)) yield return path[..(at + 1)];
    }

    private static async Task<IReadOnlyDictionary<Guid, Guid?>> Branches(IReadOnlyList<FactChange> changes, AssessmentDb db, CancellationToken ct)
    {
        var people = changes.Where(change => change.PersonId is not null).Select(change => change.PersonId!.Value).Distinct().ToArray();
        return await db.Set<PersonCopy>().AsNoTracking().Where(person => people.Contains(person.Id)).ToDictionaryAsync(person => person.Id, person => person.BranchId, ct);
    }
}
