using System.Text.Json.Nodes;
using Ronghe.Assessment.Cycles;
using Ronghe.Assessment.Frameworks;
using Ronghe.Assessment.Scoring;

namespace Ronghe.Assessment.Snapshots;

/// <summary>What a subject's score is made of.</summary>
/// <param name="Facts">For each column the facts in it, in order of day and key.</param>
internal sealed record ScoreInputs(
    CellTable Cells, IReadOnlyList<IReadOnlyList<InputFact>> Facts, IReadOnlyDictionary<string, ManualInput> Manual, IReadOnlyList<AdjustmentInput> Adjustments);

internal sealed record InputFact(Guid FactId, string Key, DateOnly OnDay, decimal Value);

internal sealed record ManualInput(Guid EntryId, decimal Value);

internal sealed record AdjustmentInput(Guid AdjustmentId, string Kind, decimal Points);

/// <summary>
/// Everything that a score follows from, with what followed: whoever has it recomputes the score without the platform. It holds no
/// time, so that the same facts give the same snapshot.
/// </summary>
internal static class ScoreSnapshot
{
    internal static string Write(
        AppraisalCycle cycle, Framework framework, ScoringPlan plan, CycleSubject subject, ScoreInputs inputs, SubjectScore score,
        Func<int, IReadOnlyList<decimal>> peers) => Canonical.Write(new JsonObject
        {
            ["format"] = "ronghe-score-1",
            ["algorithm"] = Canonical.Algorithm,
            ["cycle"] = new JsonObject { ["id"] = cycle.Id.ToString(), ["from"] = Canonical.Text(cycle.FromDay), ["to"] = Canonical.Text(cycle.ToDay) },
            ["framework"] = new JsonObject { ["code"] = framework.Code, ["edition"] = framework.Edition, ["digest"] = framework.Digest },
            ["subject"] = new JsonObject { ["kind"] = cycle.SubjectKind, ["id"] = subject.Subject },
            ["indicators"] = new JsonArray([.. plan.Indicators.Select((indicator, index) => Indicator(plan, indicator, inputs, score.Indicators[index], () => peers(index)))]),
            ["adjustments"] = new JsonArray([.. inputs.Adjustments.OrderBy(adjustment => adjustment.AdjustmentId).Select(adjustment => new JsonObject
            {
                ["id"] = adjustment.AdjustmentId.ToString(),
                ["kind"] = adjustment.Kind,
                ["points"] = Canonical.Text(adjustment.Points),
            })]),
            ["vetoCap"] = Canonical.Text(plan.Framework.VetoCap),
            ["vetoed"] = score.Vetoed,
            ["knownWeight"] = Canonical.Text(score.KnownWeight),
            ["total"] = Canonical.Text(score.Total),
        });

    private static JsonObject Indicator(
        ScoringPlan plan, PlannedIndicator indicator, ScoreInputs inputs, IndicatorScore score, Func<IReadOnlyList<decimal>> peers) => new()
        {
            ["path"] = indicator.Placed.Path,
            ["weight"] = Canonical.Text(indicator.Placed.Weight),
            ["kind"] = indicator.Rule.Kind,
            ["rule"] = Rule(indicator.Rule),
            ["unit"] = indicator.Rule.Unit,
            ["formula"] = indicator.Formula?.Canonical,
            ["formulaDigest"] = indicator.Formula?.Digest,
            ["reads"] = indicator.Formula is null ? null : new JsonArray([.. indicator.Reads.Select(read => Read(plan, read, inputs))]),
            ["entry"] = inputs.Manual.TryGetValue(indicator.Placed.Path, out var entry)
                ? new JsonObject { ["id"] = entry.EntryId.ToString(), ["value"] = Canonical.Text(entry.Value) }
                : null,
            ["peers"] = indicator.Rule.Kind == "Rank" ? new JsonArray([.. peers().Order().Select(peer => JsonValue.Create(Canonical.Text(peer)))]) : null,
            ["figure"] = Canonical.Text(score.Figure),
            ["points"] = Canonical.Text(score.Points),
        };

    private static JsonObject Rule(IndicatorContent rule) => new()
    {
        ["low"] = Canonical.Text(rule.Low),
        ["high"] = Canonical.Text(rule.High),
        ["each"] = Canonical.Text(rule.Each),
        ["cap"] = Canonical.Text(rule.Cap),
        ["lessIsBetter"] = rule.LessIsBetter ? true : null,
        ["bands"] = rule.Bands is null ? null : new JsonArray([.. rule.Bands.Select(band => new JsonObject
        {
            ["from"] = Canonical.Text(band.From),
            ["points"] = Canonical.Text(band.Points),
        })]),
    };

    private static JsonObject Read(ScoringPlan plan, PlannedRead read, ScoreInputs inputs)
    {
        var cells = plan.Cells;
        return new JsonObject
        {
            ["text"] = read.Aggregate.Text,
            ["unit"] = read.Aggregate.Function == "count" ? "item" : plan.Columns[read.Column].Series.Unit,
            ["cells"] = new JsonArray([.. Enumerable.Range(read.First, read.Last - read.First + 1).Select(cell => JsonValue.Create(Canonical.Text(cells.Starts[cell])))]),
            ["expected"] = read.Expected is null ? null : new JsonArray([.. read.Expected.Select(cell => JsonValue.Create(Canonical.Text(cells.Starts[cell])))]),
            ["reporters"] = read.Expected is null ? null : inputs.Cells.Reporters[read.Column],
            ["facts"] = new JsonArray([.. inputs.Facts[read.Column]
                .Where(fact => cells.CellOf(fact.OnDay) is { } cell && cell >= read.First && cell <= read.Last)
                .Select(fact => new JsonObject
                {
                    ["id"] = fact.FactId.ToString(),
                    ["day"] = Canonical.Text(fact.OnDay),
                    ["value"] = Canonical.Text(fact.Value),
                })]),
        };
    }
}
