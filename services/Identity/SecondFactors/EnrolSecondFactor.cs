using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using QRCoder;
using Ronghe.Identity.Accounts;
using Ronghe.Identity.Pages;
using Ronghe.Identity.Sessions;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Identity.SecondFactors;

/// <summary>Binds an authenticator: shows its secret as a QR code, takes the first code, then shows the recovery codes once.</summary>
internal static class EnrolSecondFactor
{
    internal static async Task<IResult> Show(
        HttpContext http, IAntiforgery antiforgery, WaitingSession waiting, UnitOfWorkFactory<IdentityDb> factory, Totp totp, string? returnUrl, CancellationToken ct) =>
        await waiting.For(http, SessionSteps.Enrolment, ct) is { } session
            ? await Page(http, antiforgery, factory, totp, session, returnUrl, null, ct)
            : WaitingSession.StartAgain(returnUrl);

    internal static async Task<IResult> Handle(
        HttpContext http, IAntiforgery antiforgery, WaitingSession waiting, UnitOfWorkFactory<IdentityDb> factory, SignInAttempt attempt, Totp totp, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var (returnUrl, code) = (form["returnUrl"].ToString(), form["code"].ToString());
        if (await waiting.For(http, SessionSteps.Enrolment, ct) is not { } session) return WaitingSession.StartAgain(returnUrl);
        if (!await antiforgery.IsRequestValidAsync(http)) return await Page(http, antiforgery, factory, totp, session, returnUrl, AccountProblem.PageExpired, ct);
        if (code.Length is 0 or > 20) return await Page(http, antiforgery, factory, totp, session, returnUrl, AccountProblem.NoCode, ct);

        IReadOnlyList<string> codes = [];
        var right = await attempt.WithSecondFactor(session, ClientAddress.Of(http), "enrolment", async (db, now) =>
        {
            if (!await totp.Confirm(db, session.PersonId, code, now, ct)) return false;
            codes = await RecoveryCodes.Make(db, session.PersonId, ct);
            return true;
        }, ct);
        return right
            ? SecondFactorPage.Codes(http, codes, await waiting.NextAddress(session.Id, returnUrl, ct))
            : await Page(http, antiforgery, factory, totp, session, returnUrl, AccountProblem.CodeNotRight, ct);
    }

    private static async Task<IResult> Page(
        HttpContext http, IAntiforgery antiforgery, UnitOfWorkFactory<IdentityDb> factory, Totp totp, Session session, string? returnUrl, AccountProblem? problem, CancellationToken ct)
    {
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        var userName = await work.Db.Accounts.Where(account => account.PersonId == session.PersonId).Select(account => account.UserName).SingleAsync(ct);
        var secret = await totp.Begin(work.Db, session.PersonId, ct);
        await work.CommitAsync(ct);

        var address = new OtpUri(OtpType.Totp, secret, userName, "Ronghe").ToString();
        var image = PngByteQRCodeHelper.GetQRCode(address, QRCodeGenerator.ECCLevel.M, 5);
        return SecondFactorPage.Enrol(http, antiforgery.GetAndStoreTokens(http), returnUrl, Convert.ToBase64String(image), Base32Encoding.ToString(secret), problem);
    }
}
