using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Cycles;
using Ronghe.Assessment.Facts;
using Ronghe.Assessment.Frameworks;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Assessment.Figures;

/// <summary>What became of a row.</summary>
/// <param name="Row">First row is 1.</param>
/// <param name="Outcome">Accepted, Corrected, Withdrawn, Unchanged or Refused.</param>
/// <param name="Type">Name of the problem when refused; else null.</param>
/// <param name="Field">The field that is wrong; null unless refused.</param>
public sealed record FigureOutcome(int Row, string Outcome, Guid? FactId, long? FactVersion, string? Type, string? Field, string? Detail);

/// <summary>Files figures: every row is looked at before any is filed. The same figure again changes nothing; another one is a correction.</summary>
internal sealed class FigureBook(AssessmentDb db, SeriesCatalogue series, Caller caller, TimeProvider clock)
{
    private static readonly Refusal Foreign = FigureRules.Of(
        "figure-unit-not-yours", "unit", "不能替其他单位报送。", "You may not report for this unit.", StatusCodes.Status403Forbidden);

    private static readonly Refusal Frozen = FigureRules.Of(
        "figure-cycle-frozen", "period", "该时期的考核已冻结，只能通过更正程序修改。", "An appraisal of this period is frozen: only a reasoned correction can change it.");

    private static readonly Refusal Twice = FigureRules.Of("figure-twice", "series", "同一批中有两行说的是同一个数。", "Two rows of this batch tell the same figure.");

    private static readonly Refusal NothingToWithdraw = FigureRules.Of("figure-not-told", "value", "没有报送过，无从撤销。", "It was never told, so it cannot be withdrawn.");

    /// <param name="partial">True files what is right and refuses the rest; false files all or nothing.</param>
    internal async Task<IReadOnlyList<FigureOutcome>> File(IReadOnlyList<FigureRow> rows, bool partial, CancellationToken ct)
    {
        var read = await Read(rows, ct);
        var keys = read.Select(row => row.Figure?.Key).OfType<string>().Distinct().ToArray();
        // Two pushes of the same figure wait for each other: versions follow one another without a gap.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(k) FROM (SELECT DISTINCT hashtextextended('figure ' || x, 0) AS k FROM unnest({keys}) x ORDER BY 1) locks", ct);
        var heads = (await db.FactHeads.AsNoTracking().Where(head => keys.Contains(head.Key)).ToListAsync(ct)).ToDictionary(head => (head.Series, head.Key));
        var outcomes = new List<(FigureOutcome Outcome, Fact? Fact)>();
        foreach (var (figure, refusal, number) in read) outcomes.Add(Decide(figure, refusal, number, heads));
        var facts = outcomes.Select(row => row.Fact).OfType<Fact>().ToList();
        if (partial || outcomes.All(row => row.Outcome.Outcome != "Refused")) await FactLedger.Add(facts, db, ct);
        return [.. outcomes.Select(row => row.Outcome)];
    }

    private async Task<List<(ReadFigure? Figure, Refusal? Refusal, int Number)>> Read(IReadOnlyList<FigureRow> rows, CancellationToken ct)
    {
        var codes = rows.Select(row => row.Unit).Distinct().ToArray();
        var units = (await db.Set<UnitCopy>().AsNoTracking().Where(unit => unit.Active && codes.Contains(unit.Code)).ToListAsync(ct))
            .ToDictionary(unit => unit.Code, unit => (unit.Path, unit.Kind));
        var today = WorkingCalendar.DayOf(clock.GetUtcNow());
        var frozen = await FrozenSpans(ct);
        var seen = new HashSet<(string, string)>();
        return [.. rows.Select((row, index) =>
        {
            var (figure, refusal) = FigureRules.Read(row, series, units, today);
            if (figure is not null) refusal = MayTell(figure, frozen, seen);
            return (refusal is null ? figure : null, refusal, index + 1);
        })];
    }

    private Refusal? MayTell(ReadFigure figure, IReadOnlyList<FrozenSpan> frozen, HashSet<(string, string)> seen)
    {
        if (!caller.Holds(RoleNames.Subsidiary, figure.UnitPath) && !caller.Holds(RoleNames.Manager, figure.UnitPath)) return Foreign;
        if (!seen.Add((figure.Series.Code, figure.Key))) return Twice;
        return frozen.Any(span => span.Covers(figure)) ? Frozen : null;
    }

    private (FigureOutcome, Fact?) Decide(ReadFigure? figure, Refusal? refusal, int number, Dictionary<(string, string), FactHead> heads)
    {
        if (figure is null) return (new(number, "Refused", null, null, refusal!.Type, (string?)refusal.Details!["field"], refusal.Text), null);
        var head = heads.GetValueOrDefault((figure.Series.Code, figure.Key));
        if (head is null && figure.Value is null) return Decide(null, NothingToWithdraw, number, heads);
        if (head is not null && head.Value == figure.Value) return (new(number, "Unchanged", head.FactId, head.FactVersion, null, null, null), null);
        var fact = new Fact
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Series = figure.Series.Code,
            Key = figure.Key,
            Version = (head?.FactVersion ?? 0) + 1,
            UnitPath = figure.UnitPath,
            OnDay = figure.Period.Start,
            Value = figure.Value,
            ToldBy = caller.Subject,
            ToldAt = clock.GetUtcNow(),
            Reason = figure.Reason,
        };
        var outcome = head is null ? "Accepted" : fact.Value is null ? "Withdrawn" : "Corrected";
        return (new(number, outcome, fact.Id, fact.Version, null, null, null), fact);
    }

    private async Task<IReadOnlyList<FrozenSpan>> FrozenSpans(CancellationToken ct)
    {
        var cycles = await db.Cycles.AsNoTracking().Where(cycle => cycle.State != CycleStates.Open)
            .Join(db.Frameworks, cycle => cycle.FrameworkId, framework => framework.Id, (cycle, framework) => new { cycle, framework }).ToListAsync(ct);
        return [.. cycles.Select(row => FrozenSpan.Of(row.cycle, row.framework.Read(), series))];
    }
}

/// <summary>Days, series and units whose figures an appraisal has frozen.</summary>
internal sealed record FrozenSpan(string UnitPath, DateOnly From, DateOnly To, IReadOnlySet<string> Series)
{
    internal static FrozenSpan Of(AppraisalCycle cycle, FrameworkContent content, SeriesCatalogue series)
    {
        var plan = Scoring.ScoringPlan.Build(content, series, cycle.FromDay, cycle.ToDay).Plan!;
        return new(cycle.UnitPath, plan.Cells.Starts[0], cycle.ToDay, plan.Columns.Select(column => column.Series.Code).ToHashSet());
    }

    internal bool Covers(ReadFigure figure) => Series.Contains(figure.Series.Code) && figure.UnitPath.StartsWith(UnitPath, StringComparison.Ordinal)
        && figure.Period.Start >= From && figure.Period.Start <= To;
}
