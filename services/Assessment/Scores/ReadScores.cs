using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Cycles;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Assessment.Scores;

/// <param name="Total">Null as long as data is missing.</param>
/// <param name="KnownWeight">Share of the weight whose data is there, in percent.</param>
public sealed record ScoreLine(Guid ScoreId, string Subject, int Number, decimal? Total, decimal KnownWeight, string Hash, string Cause, DateTimeOffset At);

/// <summary>How many subjects have a total in this tenth; null when fewer than five have one, so that nobody can be picked out.</summary>
public sealed record ScoreBand(int From, int To, int? Subjects);

public sealed record ListScoresResponse(Guid CycleId, IReadOnlyList<ScoreLine> Scores, IReadOnlyList<ScoreBand> Distribution);

/// <param name="Snapshot">Why: formula, inputs, facts and adjustments, as they are hashed.</param>
public sealed record ReadScoreResponse(ScoreLine Score, Guid CycleId, string Algorithm, JsonElement Snapshot, IReadOnlyList<ScoreLine> Versions);

/// <param name="Fact">The fact that was asked for.</param>
public sealed record FactScoresResponse(Guid FactId, string Series, DateOnly OnDay, decimal? Value, string ToldBy, IReadOnlyList<ScoreLine> Scores);

/// <summary>Those in charge read every score of a cycle; a person their own, and of the others the distribution alone.</summary>
internal static class ReadScores
{
    private const int FewestShown = 5;

    internal static async Task<Results<Ok<ListScoresResponse>, NotFound>> List(Guid cycleId, Caller caller, AssessmentDb db, CancellationToken ct)
    {
        if (await db.Cycles.AsNoTracking().SingleOrDefaultAsync(row => row.Id == cycleId, ct) is not { } cycle) return TypedResults.NotFound();
        var rows = await db.ScoreVersions.FromSql($"SELECT DISTINCT ON (subject) * FROM score_versions WHERE cycle_id = {cycleId} ORDER BY subject, number DESC")
            .AsNoTracking().ToListAsync(ct);
        var seen = rows.Where(row => MaySee(row, cycle, caller)).OrderBy(row => row.Subject, StringComparer.Ordinal).Select(Line).ToList();
        return TypedResults.Ok(new ListScoresResponse(cycleId, seen, await Distribution(cycle, caller, db, ct)));
    }

    internal static async Task<Results<Ok<ReadScoreResponse>, NotFound>> One(Guid scoreId, Caller caller, AssessmentDb db, CancellationToken ct)
    {
        if (await Visible(scoreId, caller, db, ct) is not { } score) return TypedResults.NotFound();
        var versions = await db.ScoreVersions.AsNoTracking().Where(row => row.CycleId == score.CycleId && row.Subject == score.Subject).OrderBy(row => row.Number).ToListAsync(ct);
        return TypedResults.Ok(new ReadScoreResponse(Line(score), score.CycleId, Snapshots.Canonical.Algorithm, JsonElement.Parse(score.Snapshot), [.. versions.Select(Line)]));
    }

    /// <summary>The exact bytes that the hash is over, to be kept and verified elsewhere.</summary>
    internal static async Task<Results<ContentHttpResult, NotFound>> Bytes(Guid scoreId, HttpResponse response, Caller caller, AssessmentDb db, CancellationToken ct)
    {
        if (await Visible(scoreId, caller, db, ct) is not { } score) return TypedResults.NotFound();
        response.Headers.ETag = $"\"{score.Hash}\"";
        return TypedResults.Content(score.Snapshot, "application/json");
    }

    /// <summary>From a fact back up to every score that stands on it.</summary>
    internal static async Task<Results<Ok<FactScoresResponse>, NotFound>> OfFact(Guid factId, Caller caller, AssessmentDb db, CancellationToken ct)
    {
        if (await db.Facts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == factId, ct) is not { } fact) return TypedResults.NotFound();
        var rows = await db.ScoreSources.AsNoTracking().Where(source => source.FactId == factId)
            .Join(db.ScoreVersions, source => source.ScoreId, score => score.Id, (_, score) => score).OrderBy(score => score.Id).Take(1000).ToListAsync(ct);
        var cycles = await db.Cycles.AsNoTracking().Where(cycle => rows.Select(row => row.CycleId).Contains(cycle.Id)).ToDictionaryAsync(cycle => cycle.Id, ct);
        return TypedResults.Ok(new FactScoresResponse(
            fact.Id, fact.Series, fact.OnDay, fact.Value, fact.ToldBy, [.. rows.Where(row => MaySee(row, cycles[row.CycleId], caller)).Select(Line)]));
    }

    private static async Task<ScoreVersion?> Visible(Guid scoreId, Caller caller, AssessmentDb db, CancellationToken ct)
    {
        if (await db.ScoreVersions.AsNoTracking().SingleOrDefaultAsync(row => row.Id == scoreId, ct) is not { } score) return null;
        var cycle = await db.Cycles.AsNoTracking().SingleAsync(row => row.Id == score.CycleId, ct);
        return MaySee(score, cycle, caller) ? score : null;
    }

    // A unit's score is read by those who may read the unit; a person's by the person, from the day it is told, and by those in charge.
    private static bool MaySee(ScoreVersion score, AppraisalCycle cycle, Caller caller)
    {
        if (InCharge.MayRead(caller, cycle.UnitPath)) return true;
        if (cycle.State is not (CycleStates.Told or CycleStates.Published)) return false;
        return score.PersonId is { } person ? person == caller.PersonId : caller.MayRead(score.UnitPath);
    }

    // Over all subjects, also those whose scores the reader may not see: the database counts, and gives nothing else away.
    private static async Task<IReadOnlyList<ScoreBand>> Distribution(AppraisalCycle cycle, Caller caller, AssessmentDb db, CancellationToken ct)
    {
        if (!InCharge.MayRead(caller, cycle.UnitPath) && cycle.State is not (CycleStates.Told or CycleStates.Published)) return [];
        var tenths = (await db.Database.SqlQuery<Tenth>($"SELECT number, subjects FROM score_distribution({cycle.Id})").ToListAsync(ct))
            .ToDictionary(row => row.Number, row => row.Subjects);
        var few = tenths.Values.Sum() < FewestShown;
        return [.. Enumerable.Range(0, 10).Select(tenth => new ScoreBand(tenth * 10, (tenth + 1) * 10, few ? null : tenths.GetValueOrDefault(tenth)))];
    }

    private sealed record Tenth(int Number, int Subjects);

    private static ScoreLine Line(ScoreVersion row) => new(row.Id, row.Subject, row.Number, row.Total, row.KnownWeight, row.Hash, row.Cause, row.At);
}
