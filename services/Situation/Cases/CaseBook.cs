using Microsoft.EntityFrameworkCore;
using Ronghe.Situation.Counts;

namespace Ronghe.Situation.Cases;

/// <summary>Merges a batch of facts into the cases' rows and notes what that changes in the counts.</summary>
internal static class CaseBook
{
    internal static async Task Merge(IReadOnlyList<CaseFact> facts, Changes changes, SituationDb db, CancellationToken ct)
    {
        await InsertUnseen(facts, db, ct);
        var rows = await Lock(facts, db, ct);
        foreach (var fact in facts)
        {
            var row = rows[fact.CaseId];
            var before = row.State;
            row.Merge(fact);
            Note(row, before, fact.At, changes);
        }

        await db.SaveChangesAsync(ct);
    }

    private static void Note(CaseRow row, string before, DateTimeOffset at, Changes changes)
    {
        if (row.State == before) return;
        if (before == CaseRow.Unseen) changes.Add(row.UnitPath, Figures.CasesOpened, row.Domain, 1, at);
        else changes.Add(row.UnitPath, Figures.OfState(before), row.Domain, -1, at);
        changes.Add(row.UnitPath, Figures.OfState(row.State), row.Domain, 1, at);
    }

    // Two events of one new case may be consumed at the same moment: the second waits here for the first to commit.
    private static Task<int> InsertUnseen(IReadOnlyList<CaseFact> facts, SituationDb db, CancellationToken ct)
    {
        var first = facts.DistinctBy(fact => fact.CaseId).OrderBy(fact => fact.CaseId).ToList();
        return db.Database.ExecuteSqlAsync($"""
            INSERT INTO cases (case_id, unit_path, item_code, domain, state, version)
            SELECT f.case_id, f.unit_path, f.item_code, f.domain, {CaseRow.Unseen}, 0
            FROM unnest({first.Select(fact => fact.CaseId).ToArray()}, {first.Select(fact => fact.UnitPath).ToArray()},
              {first.Select(fact => fact.ItemCode).ToArray()}, {first.Select(fact => fact.Domain).ToArray()})
              AS f(case_id, unit_path, item_code, domain)
            ORDER BY f.case_id
            ON CONFLICT (case_id) DO NOTHING
            """, ct);
    }

    private static Task<Dictionary<Guid, CaseRow>> Lock(IReadOnlyList<CaseFact> facts, SituationDb db, CancellationToken ct) => db.Cases
        .FromSql($"SELECT * FROM cases WHERE case_id = ANY({facts.Select(fact => fact.CaseId).Distinct().ToArray()}) ORDER BY case_id FOR UPDATE")
        .ToDictionaryAsync(row => row.CaseId, ct);
}
