using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Cycles;
using Ronghe.Assessment.Frameworks;
using Ronghe.Assessment.Scoring;
using Ronghe.Assessment.Series;
using Ronghe.Assessment.Snapshots;

namespace Ronghe.Assessment.Scores;

/// <summary>
/// Computes subjects of a cycle and keeps a new version of each score that came out differently. A single subject and the whole cycle
/// go the same way, so that both come to the same last digit.
/// </summary>
internal sealed class Scorer(AssessmentDb db, SeriesCatalogue series, TimeProvider clock)
{
    /// <param name="only">Subjects that something happened to; null for the whole cycle from scratch.</param>
    /// <returns>The versions that were added.</returns>
    internal async Task<IReadOnlyList<ScoreVersion>> Score(AppraisalCycle cycle, IReadOnlySet<string>? only, string cause, CancellationToken ct)
    {
        var framework = await db.Frameworks.AsNoTracking().SingleAsync(row => row.Id == cycle.FrameworkId, ct);
        var plan = ScoringPlan.Build(framework.Read(), series, cycle.FromDay, cycle.ToDay).Plan!;
        var all = await db.CycleSubjects.AsNoTracking().Where(subject => subject.CycleId == cycle.Id).ToListAsync(ct);
        var chosen = Chosen(plan, all, only);
        if (chosen.Count == 0) return [];

        // One scorer of a cycle at a time: two would number the same version.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"score {cycle.Id}"}, 0))", ct);
        var inputs = await new ScoreInputsReader(db, cycle, plan, chosen).Read(ct);
        var figures = chosen.ToDictionary(subject => subject.Subject, subject => ScoringEngine.Figures(
            plan, inputs[subject.Subject].Cells, inputs[subject.Subject].Manual.ToDictionary(entry => entry.Key, entry => entry.Value.Value)));
        var peers = new PeerFigures(plan, chosen, figures);
        var newest = await Newest(cycle, chosen, ct);
        var added = new List<ScoreVersion>();
        foreach (var subject in chosen)
        {
            var mine = inputs[subject.Subject];
            var score = ScoringEngine.Score(plan, figures[subject.Subject], index => peers.Of(index, subject.Peers), mine.Adjustments.Sum(row => row.Points));
            var snapshot = ScoreSnapshot.Write(cycle, framework, plan, subject, mine, score, index => peers.Of(index, subject.Peers));
            var (number, hash) = newest.GetValueOrDefault(subject.Subject);
            var fresh = Version(cycle, subject, number + 1, score, snapshot, number == 0 ? "Computed" : cause);
            if (fresh.Hash == hash) continue;
            added.Add(fresh);
            db.ScoreSources.AddRange(mine.Facts.SelectMany(facts => facts).Select(fact => fact.FactId).Distinct()
                .Select(factId => new ScoreSource { ScoreId = fresh.Id, FactId = factId }));
        }

        db.ScoreVersions.AddRange(added);
        await db.SaveChangesAsync(ct);
        return added;
    }

    // A rank depends on the peers' figures: when one of them changes, the whole group is computed.
    private static List<CycleSubject> Chosen(ScoringPlan plan, List<CycleSubject> all, IReadOnlySet<string>? only)
    {
        if (only is null) return all;
        var hit = all.Where(subject => only.Contains(subject.Subject)).ToList();
        if (!plan.HasRank) return hit;
        var groups = hit.Select(subject => subject.Peers).ToHashSet();
        return [.. all.Where(subject => groups.Contains(subject.Peers))];
    }

    private async Task<Dictionary<string, (int Number, string Hash)>> Newest(AppraisalCycle cycle, List<CycleSubject> chosen, CancellationToken ct)
    {
        var names = chosen.Select(subject => subject.Subject).ToArray();
        var rows = await db.Database.SqlQuery<NewestRow>($"""
            SELECT DISTINCT ON (subject) subject, number, hash FROM score_versions
            WHERE cycle_id = {cycle.Id} AND subject = ANY ({names}) ORDER BY subject, number DESC
            """).ToListAsync(ct);
        return rows.ToDictionary(row => row.Subject, row => (row.Number, row.Hash));
    }

    private ScoreVersion Version(AppraisalCycle cycle, CycleSubject subject, int number, SubjectScore score, string snapshot, string cause) => new()
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow()),
        CycleId = cycle.Id,
        Subject = subject.Subject,
        Number = number,
        UnitPath = subject.UnitPath,
        PersonId = subject.PersonId,
        Total = score.Total,
        KnownWeight = score.KnownWeight,
        Snapshot = snapshot,
        Hash = Canonical.Hash(snapshot),
        Cause = cause,
        At = clock.GetUtcNow(),
    };

    private sealed record NewestRow(string Subject, int Number, string Hash);
}

/// <summary>Figures of ranked indicators by group of peers.</summary>
internal sealed class PeerFigures(ScoringPlan plan, IReadOnlyList<CycleSubject> subjects, IReadOnlyDictionary<string, decimal?[]> figures)
{
    private readonly Dictionary<(int, string), IReadOnlyList<decimal>> groups = [];

    internal IReadOnlyList<decimal> Of(int indicator, string peers)
    {
        if (plan.Indicators[indicator].Rule.Kind != "Rank") return [];
        if (groups.TryGetValue((indicator, peers), out var known)) return known;
        return groups[(indicator, peers)] = [.. subjects.Where(subject => subject.Peers == peers).Select(subject => figures[subject.Subject][indicator]).OfType<decimal>()];
    }
}
