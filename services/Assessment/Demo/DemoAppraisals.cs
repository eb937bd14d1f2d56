using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Adjustments;
using Ronghe.Assessment.Appeals;
using Ronghe.Assessment.Cycles;
using Ronghe.Assessment.Facts;
using Ronghe.Assessment.Scores;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults.Calendars;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.Assessment.Demo;

/// <summary>
/// With <c>Seed:DemoFigures</c>, once the directory is there: two years of figures, and three appraisals by the plain sample — one open,
/// one in calibration, one published with appeals. One transaction; a database that has cycles is left alone.
/// </summary>
internal sealed class DemoAppraisals(
    UnitOfWorkFactory<AssessmentDb> work, DirectoryReadiness directory, DemoFigures figures, SeriesCatalogue series, TimeProvider clock,
    ILogger<DemoAppraisals> log) : BackgroundService
{
    private const string Group = "G/";
    private const string SubjectUnits = "ForestFarm";
    private const long Lock = 0x64656D6F; // "demo"
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await directory.WaitUntilReady(stoppingToken);
                await FillOnce(stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                log.LogWarning(exception, "The demo figures could not be filled in and are tried again");
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task FillOnce(CancellationToken ct)
    {
        await using var unit = await work.BeginAsync(UnitScope.Everything, ct);
        unit.Db.Database.SetCommandTimeout(TimeSpan.FromMinutes(2));
        await unit.Db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", ct);
        if (await unit.Db.Cycles.AnyAsync(ct)) return;
        await Fill(unit.Db, unit.Services.GetRequiredService<Scorer>(), unit.Services.GetRequiredService<WorkingCalendar>(), ct);
        await unit.CommitAsync(ct);
    }

    private async Task Fill(AssessmentDb db, Scorer scorer, WorkingCalendar calendar, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = WorkingCalendar.DayOf(now);
        var units = await db.Set<UnitCopy>().AsNoTracking().Where(unit => unit.Active).ToListAsync(ct);
        foreach (var chunk in figures.Of(units, series, today, now).Chunk(4000)) await FactLedger.Add(chunk, db, ct);

        var (lastYear, quarter) = (new DateOnly(today.Year - 1, 1, 1), new DateOnly(today.Year, ((today.Month - 1) / 3 * 3) + 1, 1));
        await Open("本年度林场综合考核（示例）", "Year", new DateOnly(today.Year, 1, 1), db, scorer, ct);
        var calibrating = await Open("上季度林场综合考核（示例）", "Quarter", quarter.AddMonths(-3), db, scorer, ct);
        calibrating.Freeze(now);
        await Publish(await Open("上年度林场综合考核（示例）", "Year", lastYear, db, scorer, ct), db, scorer, calendar, now, ct);
        await db.SaveChangesAsync(ct);
    }

    private async Task<AppraisalCycle> Open(string name, string span, DateOnly from, AssessmentDb db, Scorer scorer, CancellationToken ct)
    {
        var framework = await db.Frameworks.SingleAsync(row => row.Code == "plain" && row.Edition == 1, ct);
        var cycle = new AppraisalCycle
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()), FrameworkId = framework.Id, Name = name, UnitPath = Group, Kind = CycleSpan.KindOf(span), Span = span,
            FromDay = from, ToDay = CycleSpan.LastDay(span, from, null)!.Value, SubjectKind = "Unit", CreatedBy = DemoFigures.ToldBy, CreatedAt = clock.GetUtcNow(),
        };
        db.Cycles.Add(cycle);
        db.CycleSubjects.AddRange(await CycleSubjects.Of(cycle, SubjectUnits, db, ct));
        await db.SaveChangesAsync(ct);
        await scorer.Score(cycle, null, "Computed", ct);
        return cycle;
    }

    // The case that decided lies before the platform's time: its id names nothing here.
    private static async Task Publish(AppraisalCycle cycle, AssessmentDb db, Scorer scorer, WorkingCalendar calendar, DateTimeOffset now, CancellationToken ct)
    {
        var told = now.AddDays(-60);
        cycle.Freeze(now.AddDays(-90));
        cycle.Submit(await MoveCycle.ResultsDigest(cycle.Id, db, ct));
        cycle.Approve(Guid.CreateVersion7(now.AddDays(-70)));
        cycle.Tell(told, calendar.AddWorkingDays(told, FileAppeal.AppealDays));
        var scores = await db.ScoreVersions.AsNoTracking().Where(row => row.CycleId == cycle.Id && row.Total != null).OrderBy(row => row.Subject).Take(2).ToListAsync(ct);
        foreach (var (score, granted) in scores.Zip([true, false]))
        {
            var appeal = new Appeal
            {
                Id = Guid.CreateVersion7(now), CycleId = cycle.Id, Subject = score.Subject, UnitPath = score.UnitPath, ScoreId = score.Id, Instance = 1,
                FiledBy = DemoFigures.ToldBy, Reason = "示例申诉：修复面积有一块小班没有计入。", FiledAt = told.AddDays(2), AnswerDue = calendar.AddWorkingDays(told.AddDays(2), FileAppeal.AnswerDays),
            };
            appeal.Settle(granted ? "Granted" : "Rejected", granted ? "示例答复：经核属实，予以更正。" : "示例答复：该小班属下一年度。", DemoFigures.ToldBy + ":review", told.AddDays(9));
            db.Appeals.Add(appeal);
            if (!granted) continue;
            var adjustment = new Adjustment
            {
                Id = Guid.CreateVersion7(now), CycleId = cycle.Id, Subject = score.Subject, UnitPath = score.UnitPath, Kind = Adjustment.Appeal, Points = 1.5m,
                Reason = $"appeal:{appeal.Id}", ProposedBy = appeal.FiledBy, ProposedAt = appeal.FiledAt,
            };
            adjustment.Agree(DemoFigures.ToldBy + ":review", told.AddDays(9));
            db.Adjustments.Add(adjustment);
        }

        await db.SaveChangesAsync(ct);
        await scorer.Score(cycle, scores.Select(score => score.Subject).ToHashSet(), "Appealed", ct);
        cycle.Publish(now.AddDays(-30));
    }
}
