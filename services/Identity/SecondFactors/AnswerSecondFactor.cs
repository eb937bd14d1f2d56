using Microsoft.AspNetCore.Antiforgery;
using Ronghe.Identity.Accounts;
using Ronghe.Identity.Pages;
using Ronghe.Identity.Sessions;

namespace Ronghe.Identity.SecondFactors;

/// <summary>The page that asks for a code of the authenticator, or for a recovery code.</summary>
internal static class AnswerSecondFactor
{
    internal static async Task<IResult> Show(HttpContext http, IAntiforgery antiforgery, WaitingSession waiting, string? returnUrl, CancellationToken ct) =>
        await waiting.For(http, SessionSteps.SecondFactor, ct) is null
            ? WaitingSession.StartAgain(returnUrl)
            : SecondFactorPage.Ask(http, antiforgery.GetAndStoreTokens(http), returnUrl, null);

    internal static async Task<IResult> Handle(
        HttpContext http, IAntiforgery antiforgery, WaitingSession waiting, SignInAttempt attempt, Totp totp, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var (returnUrl, code, recovery) = (form["returnUrl"].ToString(), form["code"].ToString(), form["recoveryCode"].ToString());
        if (!await antiforgery.IsRequestValidAsync(http)) return Again(AccountProblem.PageExpired);
        if (await waiting.For(http, SessionSteps.SecondFactor, ct) is not { } session) return WaitingSession.StartAgain(returnUrl);
        if (code.Length is 0 or > 20 && recovery.Length is 0 or > 40) return Again(AccountProblem.NoCode);

        var right = recovery.Length > 0
            ? await attempt.WithSecondFactor(session, ClientAddress.Of(http), "recovery code", (db, now) => RecoveryCodes.Use(db, session.PersonId, recovery, now, ct), ct)
            : await attempt.WithSecondFactor(session, ClientAddress.Of(http), "second factor", (db, now) => totp.Accept(db, session.PersonId, code, now, ct), ct);
        return right ? await waiting.GoOn(http, session.Id, returnUrl, ct) : Again(recovery.Length > 0 ? AccountProblem.RecoveryNotRight : AccountProblem.CodeNotRight);

        IResult Again(AccountProblem problem) => SecondFactorPage.Ask(http, antiforgery.GetAndStoreTokens(http), returnUrl, problem);
    }
}
