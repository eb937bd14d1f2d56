using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;
using Ronghe.Identity.Accounts;
using Ronghe.Identity.Sessions;
using Ronghe.ServiceDefaults.Databases;
using static Ronghe.Identity.Pages.Page;

namespace Ronghe.Identity.Pages;

/// <summary>Where a person is signed in, and a button at each to end it.</summary>
internal static class SessionsPage
{
    private const string Address = "/account/sessions";
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    internal static async Task<IResult> Show(
        HttpContext http, IAntiforgery antiforgery, WaitingSession waiting, UnitOfWorkFactory<IdentityDb> factory, TimeProvider clock, CancellationToken ct)
    {
        if (await waiting.Alive(http, ct) is not { Awaits: null } session) return WaitingSession.StartAgain(Address);
        await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
        var sessions = await ListSessions.Of(work.Db, session.PersonId, session.Id.ToString(), clock.GetUtcNow(), ct);
        var token = antiforgery.GetAndStoreTokens(http);
        return Of(http, Text("登录的设备", "Where you are signed in"), null, $"""
            <p>{Text("看到不认识的设备，请结束它并修改密码。", "End what you do not know, and change your password.")}</p>
            <ul class="sessions">{string.Concat(sessions.Select(each => Item(each, token)))}</ul>
            <p><a href="/account/new-password{Culture()}">{Text("修改密码", "Change the password")}</a> · <a href="/">{Text("返回首页", "Back to the start")}</a></p>
            """, wide: true);
    }

    internal static async Task<IResult> End(
        HttpContext http, IAntiforgery antiforgery, WaitingSession waiting, UnitOfWorkFactory<IdentityDb> factory, TimeProvider clock, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        if (await waiting.Alive(http, ct) is not { Awaits: null } session) return WaitingSession.StartAgain(Address);
        if (await antiforgery.IsRequestValidAsync(http) && Guid.TryParse(form["session"], out var id))
        {
            await using var work = await factory.BeginAsync(UnitScope.Everything, ct);
            if (await work.Db.Sessions.AnyAsync(known => known.Id == id && known.PersonId == session.PersonId, ct)) await SessionEnds.End(work.Db, id, clock.GetUtcNow(), ct);
            await work.CommitAsync(ct);
        }

        return Results.LocalRedirect(Address + Culture());
    }

    private static string Item(SessionResponse session, AntiforgeryTokenSet token) => $"""
        <li>
          <div><strong>{Encode(Device(session.Device))}</strong>{(session.Current ? $" <span class=\"tag\">{Text("本机", "this one")}</span>" : "")}
            <span>{Encode(session.Address)} · {Text("登录于", "since")} {session.StartedAt.ToOffset(China).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}</span></div>
          {Form(Address, token, null, $"""<input type="hidden" name="session" value="{session.Id}"><button type="submit" class="quiet">{Text("结束", "End")}</button>""")}
        </li>
        """;

    private static string Device(string agent)
    {
        string[] systems = ["Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux"];
        string[] browsers = ["MicroMessenger", "Edg", "Firefox", "Chrome", "Safari"];
        var known = new[] { systems.FirstOrDefault(agent.Contains), browsers.FirstOrDefault(agent.Contains) }.OfType<string>().ToList();
        return known.Count > 0 ? string.Join(" · ", known) : Text("其他设备", "Another device");
    }
}
