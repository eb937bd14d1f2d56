using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Cycles;
using Ronghe.Assessment.Facts;
using Ronghe.Assessment.Scoring;
using Ronghe.Assessment.Snapshots;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.Assessment.Scores;

/// <summary>Reads what the scores of some subjects are made of: one query for the facts of all of them.</summary>
internal sealed class ScoreInputsReader(AssessmentDb db, AppraisalCycle cycle, ScoringPlan plan, IReadOnlyList<CycleSubject> subjects)
{
    internal async Task<Dictionary<string, ScoreInputs>> Read(CancellationToken ct)
    {
        var facts = await Facts(ct);
        var people = facts.Where(fact => fact.PersonId is not null).ToLookup(fact => fact.PersonId!.Value);
        var units = facts.OrderBy(fact => fact.UnitPath, StringComparer.Ordinal).ToList();
        var members = await Members(ct);
        var kinds = await UnitKinds(ct);
        var manual = await db.ManualEntries.AsNoTracking().Where(entry => entry.CycleId == cycle.Id && entry.Accepted == true)
            .OrderBy(entry => entry.ReviewedAt).ThenBy(entry => entry.Id).ToListAsync(ct);
        var adjustments = (await db.Adjustments.AsNoTracking().Where(row => row.CycleId == cycle.Id && row.AgreedBy != null).ToListAsync(ct))
            .ToLookup(row => row.Subject);
        return subjects.ToDictionary(subject => subject.Subject, subject => Inputs(
            subject,
            (subject.PersonId, subject.BranchId) switch
            {
                ({ } person, _) => [.. people[person]],
                (_, { } branch) => [.. members[branch].SelectMany(member => people[member])],
                _ => Under(units, subject.UnitPath),
            },
            kinds,
            manual.Where(entry => entry.Subject == subject.Subject).GroupBy(entry => entry.Indicator)
                .ToDictionary(same => same.Key, same => new ManualInput(same.Last().Id, same.Last().Value)),
            [.. adjustments[subject.Subject].Select(row => new AdjustmentInput(row.Id, row.Kind, row.Points))]));
    }

    private ScoreInputs Inputs(
        CycleSubject subject, IReadOnlyList<FactHead> facts, IReadOnlyList<(string Path, string Kind)> kinds,
        Dictionary<string, ManualInput> manual, IReadOnlyList<AdjustmentInput> adjustments)
    {
        var table = new CellTable(plan.Columns.Count, plan.Cells.Starts.Count);
        var listed = new List<IReadOnlyList<InputFact>>();
        for (var column = 0; column < plan.Columns.Count; column++)
        {
            var (series, scope) = (plan.Columns[column].Series, plan.Columns[column].Scope);
            var mine = facts.Where(fact => fact.Series == series.Code && (scope == "subtree" || subject.PersonId is not null || subject.BranchId is not null || fact.UnitPath == subject.UnitPath))
                .OrderBy(fact => fact.OnDay).ThenBy(fact => fact.Key, StringComparer.Ordinal)
                .Select(fact => new InputFact(fact.FactId, fact.Key, fact.OnDay, fact.Value!.Value)).ToList();
            foreach (var fact in mine)
            {
                if (plan.Cells.CellOf(fact.OnDay) is { } cell) table.Add(column, cell, fact.Value);
            }

            table.Reporters[column] = !series.IsFigure ? 0 : scope == "own" ? 1
                : kinds.Count(unit => unit.Kind == series.Reporter && unit.Path.StartsWith(subject.UnitPath, StringComparison.Ordinal));
            listed.Add(mine);
        }

        return new ScoreInputs(table, listed, manual, adjustments);
    }

    private Task<List<FactHead>> Facts(CancellationToken ct)
    {
        var series = plan.Columns.Select(column => column.Series.Code).Distinct().ToArray();
        var (first, last) = (plan.Cells.Starts[0], cycle.ToDay);
        var people = subjects.Where(subject => subject.PersonId is not null).Select(subject => subject.PersonId!.Value).ToArray();
        return db.FactHeads.AsNoTracking()
            .Where(head => head.Value != null && series.Contains(head.Series) && head.OnDay >= first && head.OnDay <= last)
            .Where(head => people.Length == 0 ? head.UnitPath.StartsWith(cycle.UnitPath) : people.Contains(head.PersonId!.Value))
            .ToListAsync(ct);
    }

    private async Task<ILookup<Guid, Guid>> Members(CancellationToken ct)
    {
        var branches = subjects.Where(subject => subject.BranchId is not null).Select(subject => subject.BranchId!.Value).ToArray();
        var members = branches.Length == 0 ? [] : await db.Set<PersonCopy>().AsNoTracking()
            .Where(person => person.BranchId != null && branches.Contains(person.BranchId.Value)).Select(person => new { person.Id, person.BranchId }).ToListAsync(ct);
        return members.ToLookup(member => member.BranchId!.Value, member => member.Id);
    }

    private async Task<IReadOnlyList<(string Path, string Kind)>> UnitKinds(CancellationToken ct) => !plan.Columns.Any(column => column.Series.IsFigure && column.Scope == "subtree")
        ? []
        : [.. (await db.Set<UnitCopy>().AsNoTracking().Where(unit => unit.Active).Select(unit => new { unit.Path, unit.Kind }).ToListAsync(ct)).Select(unit => (unit.Path, unit.Kind))];

    private static List<FactHead> Under(List<FactHead> sorted, string path) =>
        [.. sorted.SkipWhile(fact => string.CompareOrdinal(fact.UnitPath, path) < 0).TakeWhile(fact => fact.UnitPath.StartsWith(path, StringComparison.Ordinal))];
}
