using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Welfare.Surveys;

/// <param name="Blinded">Base64 of the blinded token.</param>
public sealed record SignBlindRequest([Required, Base64String, StringLength(4096)] string? Blinded);

/// <param name="Cohort">Send it with the answer.</param>
public sealed record SignBlindResponse(string Cohort, string BlindSignature);

/// <summary>Signs, for whoever is signed in and was invited, exactly one token that nobody here can read.</summary>
internal static class SignBlind
{
    internal static async Task<Results<Ok<SignBlindResponse>, NotFound, ProblemHttpResult>> Handle(
        Guid surveyId, SignBlindRequest request, Caller caller, WelfareDb db, TimeProvider clock, CancellationToken ct)
    {
        var blinded = Convert.FromBase64String(request.Blinded!);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM survey_invitations WHERE survey_id = {surveyId} AND person_id = {caller.PersonId} FOR UPDATE", ct);
        if (await db.SurveyInvitations.SingleOrDefaultAsync(row => row.SurveyId == surveyId && row.PersonId == caller.PersonId, ct) is not { } invitation) return TypedResults.NotFound();
        if (await db.Surveys.AsNoTracking().AnyAsync(row => row.Id == surveyId && row.ClosesAt <= clock.GetUtcNow(), ct)) return SurveyRefusals.Closed.ToProblem();
        var hash = SHA256.HashData(blinded);
        if (invitation.BlindedHash is { } before && !before.AsSpan().SequenceEqual(hash)) return SurveyRefusals.SignedAlready.ToProblem();
        var cohort = await db.SurveyCohorts.AsNoTracking().SingleAsync(row => row.SurveyId == surveyId && row.Cohort == invitation.Cohort, ct);
        if (BlindSignatures.Sign(cohort.PrivateKey, blinded) is not { } signature) return ProblemTypes.Invalid(("blinded", "不是这份问卷的盲化令牌。", "Not a blinded token for this survey."));

        invitation.BlindedHash = hash;
        await db.SaveAndPublishAsync(ct);
        return TypedResults.Ok(new SignBlindResponse(cohort.Cohort, Convert.ToBase64String(signature)));
    }
}

/// <param name="Token">Base64 of the prepared token that was signed.</param>
/// <param name="Signature">Base64 of the unblinded signature.</param>
/// <param name="Score">1 (not satisfied at all) to 5 (very satisfied).</param>
public sealed record AnswerSurveyRequest(
    [Required] Guid? SurveyId, [Required, StringLength(400)] string? Cohort, [Required, Base64String, StringLength(1000)] string? Token,
    [Required, Base64String, StringLength(4096)] string? Signature, [Required, Range(1, 5)] int? Score, [StringLength(500)] string? Remark);

/// <summary>
/// Takes an answer of nobody: without a token of a session, cookie or key; untraced; a row without time. The same token again edits
/// the same answer. Who watches the network can still see who sends: the sender waits a random while before it sends.
/// </summary>
internal static class AnswerSurvey
{
    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        AnswerSurveyRequest request, HttpRequest http, UnitOfWorkFactory<WelfareDb> factory, TimeProvider clock, CancellationToken ct)
    {
        if (Activity.Current is { } activity) (activity.IsAllDataRequested, activity.ActivityTraceFlags) = (false, ActivityTraceFlags.None);
        if (http.Headers.Authorization.Count + http.Headers.Cookie.Count + http.Headers["Idempotency-Key"].Count > 0) return SurveyRefusals.NotAnonymous.ToProblem();

        using var none = new SuppressTrace();
        await using var work = await factory.BeginAsync(UnitScope.Nothing, ct);
        if (await work.Db.Surveys.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.SurveyId, ct) is not { } survey
            || await work.Db.SurveyCohorts.AsNoTracking().SingleOrDefaultAsync(row => row.SurveyId == request.SurveyId && row.Cohort == request.Cohort, ct) is not { } cohort)
            return SurveyRefusals.Forged.ToProblem();
        if (survey.ClosesAt <= clock.GetUtcNow()) return SurveyRefusals.Closed.ToProblem();
        var token = Convert.FromBase64String(request.Token!);
        if (!BlindSignatures.Verify(cohort.PublicKey, token, Convert.FromBase64String(request.Signature!))) return SurveyRefusals.Forged.ToProblem();

        await work.Db.Database.ExecuteSqlAsync($"""
            INSERT INTO survey_answers (token_hash, survey_id, cohort, score, remark) VALUES ({SHA256.HashData(token)}, {survey.Id}, {cohort.Cohort}, {request.Score}, {request.Remark})
            ON CONFLICT (token_hash) DO UPDATE SET score = excluded.score, remark = excluded.remark
            """, ct);
        await work.CommitAsync(ct);
        return TypedResults.NoContent();
    }

    // Statements of the database would be spans of their own.
    private sealed class SuppressTrace : IDisposable
    {
        private readonly Activity? outer = Activity.Current;

        internal SuppressTrace() => Activity.Current = null;

        public void Dispose() => Activity.Current = outer;
    }
}

internal static class SurveyRefusals
{
    internal static readonly Refusal Closed = new("survey-closed", "问卷已经截止。", "The survey is closed.");
    internal static readonly Refusal StillOpen = new("survey-open", "问卷还没截止，不能公布。", "The survey is still open; nothing is published before.");
    internal static readonly Refusal Published = new("survey-published", "结果已经公布，不再更改。", "It was published and does not change.");
    internal static readonly Refusal SignedAlready = new("token-given", "您已经取过答题令牌，每人一个。", "You have your token already; it is one for each person.");
    internal static readonly Refusal Forged = new("token-forged", "答题令牌无效。", "The token is not valid.", StatusCodes.Status403Forbidden);
    internal static readonly Refusal NotAnonymous = new(
        "answer-not-anonymous", "提交答案时不能带登录信息，请用匿名方式提交。", "An answer must carry nothing that says who sends it.", StatusCodes.Status400BadRequest);
}
