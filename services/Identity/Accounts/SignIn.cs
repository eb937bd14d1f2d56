using Microsoft.AspNetCore.Antiforgery;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Accounts;

internal static class SignIn
{
    internal static IResult Show(HttpContext http, IAntiforgery antiforgery, string? returnUrl) =>
        AccountPage.SignIn(http, antiforgery.GetAndStoreTokens(http), returnUrl, "", null);

    internal static async Task<IResult> Handle(
        HttpContext http, IAntiforgery antiforgery, UnitOfWorkFactory<IdentityDb> factory, Passwords passwords, TimeProvider clock, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var (returnUrl, userName, password) = (form["returnUrl"].ToString(), form["userName"].ToString(), form["password"].ToString());
        if (await Problem() is { } problem) return AccountPage.SignIn(http, antiforgery.GetAndStoreTokens(http), returnUrl, userName, problem);
        return Results.LocalRedirect(IsLocal(returnUrl) ? returnUrl : "/");

        async Task<AccountProblem?> Problem()
        {
            if (!await antiforgery.IsRequestValidAsync(http)) return AccountProblem.PageExpired;
            if (userName.Trim().Length is 0 or > 100 || password.Length is 0 or > 200) return AccountProblem.Incomplete;
            if (await SignInAttempt.Make(factory, passwords, userName, password, clock.GetUtcNow(), ct) is not { } session) return AccountProblem.NotRight;
            await SignInCookie.Write(http, session);
            return null;
        }
    }

    // A foreign address would make this page a springboard for phishing.
    private static bool IsLocal(string url) =>
        url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal)
        && !url.Any(char.IsControl);
}
