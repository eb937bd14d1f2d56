using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.Welfare.Programmes;

namespace Ronghe.Welfare.Surveys;

/// <summary>A figure as it is published: never without how many answered, how many were asked, and how sure it is.</summary>
/// <param name="Satisfied">Share of the answers with 4 or 5, 0–1.</param>
/// <param name="Low">Lower end of Wilson's 95 % interval.</param>
/// <param name="NonResponse">Share of the invited who did not answer, 0–1.</param>
public sealed record SatisfactionFigure(string Unit, int N, int Invited, double NonResponse, double Satisfied, double Low, double High);

/// <param name="Total">Null below the threshold.</param>
/// <param name="Units">Units that may be shown; what is missing cannot be found by subtracting.</param>
/// <param name="Remarks">In no order, of the whole and not of a unit.</param>
/// <param name="Trend">The same question's earlier totals.</param>
/// <param name="Reference">95.3 %, the satisfaction reported elsewhere for a union's service as a whole.</param>
public sealed record SatisfactionResponse(
    Guid SurveyId, SatisfactionFigure? Total, IReadOnlyList<SatisfactionFigure> Units, IReadOnlyList<string> Remarks, IReadOnlyList<SatisfactionFigure> Trend, double Reference);

/// <summary>Counts once after the closing, and publishes only what points to nobody.</summary>
internal static class PublishSurvey
{
    private const double Reference = 0.953;

    internal static async Task<Results<Ok<SatisfactionResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid surveyId, Caller caller, WelfareDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Surveys.SingleOrDefaultAsync(row => row.Id == surveyId, ct) is not { } survey) return TypedResults.NotFound();
        if (!caller.Holds(RoleNames.UnionWorker, survey.UnitPath)) return CreateProgramme.NotYourUnit.ToProblem();
        if (survey.ClosesAt > clock.GetUtcNow()) return SurveyRefusals.StillOpen.ToProblem();
        if (survey.Result is not null) return SurveyRefusals.Published.ToProblem();

        var answers = await db.SurveyAnswers.AsNoTracking().Where(row => row.SurveyId == surveyId).OrderBy(row => row.TokenHash).ToListAsync(ct);
        var cohorts = await db.SurveyCohorts.AsNoTracking().Where(row => row.SurveyId == surveyId).OrderBy(row => row.Cohort).Select(row => new { row.Cohort, row.Invited }).ToListAsync(ct);
        var result = Count(survey, [.. cohorts.Select(cohort => (cohort.Cohort, cohort.Invited))], answers) with { Trend = await Trend(db, survey, ct) };
        survey.Result = JsonSerializer.Serialize(result, ServiceDb.Json);
        survey.Version++;
        // Written anew in one transaction, ordered by hash: rows no longer lie in the order in which they came.
        await db.SurveyAnswers.Where(row => row.SurveyId == surveyId).ExecuteDeleteAsync(ct);
        db.SurveyAnswers.AddRange(answers);
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Ok(result);
    }

    internal static SatisfactionResponse Count(Survey survey, IReadOnlyList<(string Cohort, int Invited)> cohorts, IReadOnlyList<SurveyAnswer> answers)
    {
        var byCohort = cohorts.Select(cohort => answers.Where(answer => answer.Cohort == cohort.Cohort).ToList()).ToList();
        var (shown, total) = Suppression.Decide([.. byCohort.Select(of => of.Count)], survey.Threshold);
        return new(
            survey.Id,
            total ? Figure(survey.UnitPath, cohorts.Sum(cohort => cohort.Invited), answers) : null,
            [.. Enumerable.Range(0, cohorts.Count).Where(index => shown[index]).Select(index => Figure(cohorts[index].Cohort, cohorts[index].Invited, byCohort[index]))],
            total ? [.. answers.Where(answer => !string.IsNullOrWhiteSpace(answer.Remark)).Select(answer => answer.Remark!)] : [],
            [], Reference);
    }

    private static SatisfactionFigure Figure(string unit, int invited, IReadOnlyCollection<SurveyAnswer> answers)
    {
        var (n, satisfied) = (answers.Count, answers.Count(answer => answer.Score >= 4));
        var (low, high) = Wilson.Interval(satisfied, n);
        return new(unit, n, invited, 1 - (double)n / invited, (double)satisfied / n, low, high);
    }

    private static async Task<IReadOnlyList<SatisfactionFigure>> Trend(WelfareDb db, Survey survey, CancellationToken ct) =>
        [.. (await db.Surveys.AsNoTracking().Where(row => row.UnitPath == survey.UnitPath && row.Kind == survey.Kind && row.Result != null && row.Id != survey.Id)
            .OrderByDescending(row => row.ClosesAt).Take(12).Select(row => row.Result!).ToListAsync(ct))
            .Select(json => JsonSerializer.Deserialize<SatisfactionResponse>(json, ServiceDb.Json)!.Total).OfType<SatisfactionFigure>().Reverse()];
}
