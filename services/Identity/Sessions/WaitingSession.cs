using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Accounts;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.Sessions;

/// <summary>The browser's session that still has a step to do, and the way to its next page.</summary>
internal sealed class WaitingSession(UnitOfWorkFactory<IdentityDb> factory, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Null when the browser's session awaits another step, has ended, or waited too long.</summary>
    internal async Task<Session?> For(HttpContext http, string step, CancellationToken ct) =>
        await Alive(http, ct) is { } session && session.Awaits == step && session.StartedAt > clock.GetUtcNow() - Patience ? session : null;

    /// <summary>The browser's session, complete or not.</summary>
    internal async Task<Session?> Alive(HttpContext http, CancellationToken ct)
    {
        if (await SignInCookie.Read(http) is not { } id) return null;
        var oldest = clock.GetUtcNow() - Tokens.SignedInSessions.Lifetime;
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        return await work.Db.Sessions.AsNoTracking().SingleOrDefaultAsync(session => session.Id == id && session.EndedAt == null && session.StartedAt > oldest, ct);
    }

    internal static IResult StartAgain(string? returnUrl) => Results.LocalRedirect(With("/account/sign-in", returnUrl));

    internal async Task<IResult> GoOn(HttpContext http, Guid sessionId, string? returnUrl, CancellationToken ct) =>
        Results.LocalRedirect(await NextAddress(sessionId, returnUrl, ct));

    internal async Task<string> NextAddress(Guid sessionId, string? returnUrl, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        return AddressOf(await work.Db.Sessions.Where(session => session.Id == sessionId).Select(session => session.Awaits).SingleAsync(ct), returnUrl);
    }

    internal static string AddressOf(string? awaits, string? returnUrl) => awaits switch
    {
        SessionSteps.SecondFactor => With("/account/second-factor", returnUrl),
        SessionSteps.Enrolment => With("/account/second-factor/enrol", returnUrl),
        SessionSteps.NewPassword => With("/account/new-password", returnUrl),
        _ => IsLocal(returnUrl) ? returnUrl! : "/",
    };

    // The language that was chosen on one page holds on the next.
    private static string With(string page, string? returnUrl)
    {
        var query = new QueryBuilder();
        if (IsLocal(returnUrl)) query.Add("returnUrl", returnUrl!);
        if (CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en") query.Add("culture", "en");
        return page + query.ToQueryString();
    }

    // A foreign address would make this page a springboard for phishing.
    private static bool IsLocal(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal) && !url.Any(char.IsControl);
}
