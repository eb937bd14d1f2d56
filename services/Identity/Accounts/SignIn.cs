using Microsoft.AspNetCore.Antiforgery;
using Ronghe.Identity.Pages;
using Ronghe.Identity.Sessions;

namespace Ronghe.Identity.Accounts;

internal static class SignIn
{
    internal static IResult Show(HttpContext http, IAntiforgery antiforgery, string? returnUrl) =>
        SignInPage.Form(http, antiforgery.GetAndStoreTokens(http), returnUrl, "", null);

    internal static async Task<IResult> Handle(HttpContext http, IAntiforgery antiforgery, SignInAttempt attempt, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var (returnUrl, userName, password) = (form["returnUrl"].ToString(), form["userName"].ToString(), form["password"].ToString());
        if (!await antiforgery.IsRequestValidAsync(http)) return Again(AccountProblem.PageExpired);
        if (userName.Trim().Length is 0 or > 100 || password.Length is 0 or > 200) return Again(AccountProblem.Incomplete);
        if (await attempt.WithPassword(userName, password, ClientAddress.Of(http), http.Request.Headers.UserAgent.ToString(), ct) is not { } session)
            return Again(AccountProblem.NotRight);

        await SignInCookie.Write(http, session.Id);
        return Results.LocalRedirect(WaitingSession.AddressOf(session.Awaits, returnUrl));

        IResult Again(AccountProblem problem) => SignInPage.Form(http, antiforgery.GetAndStoreTokens(http), returnUrl, userName, problem);
    }
}
