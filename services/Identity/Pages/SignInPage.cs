using Microsoft.AspNetCore.Antiforgery;
using Ronghe.Identity.Accounts;
using static Ronghe.Identity.Pages.Page;

namespace Ronghe.Identity.Pages;

internal static class SignInPage
{
    internal static IResult Form(HttpContext http, AntiforgeryTokenSet token, string? returnUrl, string userName, AccountProblem? problem) =>
        Of(http, Text("登录", "Sign in"), problem, Page.Form("/account/sign-in", token, returnUrl, $"""
            <label for="userName">{Text("用户名或工号", "User name or employee number")}</label>
            <input id="userName" name="userName" value="{Encode(userName)}" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100" {(userName.Length == 0 ? "autofocus" : "")}>
            <label for="password">{Text("密码", "Password")}</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200" {(userName.Length > 0 ? "autofocus" : "")}>
            <button type="submit">{Text("登录", "Sign in")}</button>
            """) + $"""
            <p class="hint">{Text("忘记密码请联系本单位安全管理员。", "Forgot your password? Ask your unit's security administrator.")}</p>
            """);

    internal static IResult SignOut(HttpContext http, AntiforgeryTokenSet token, bool signedIn) => signedIn
        ? Of(http, Text("退出登录", "Sign out"), null, $"<p>{Text("要退出登录吗？", "Do you want to sign out?")}</p>" + Page.Form("/account/sign-out", token, null, $"""
            <button type="submit">{Text("退出登录", "Sign out")}</button>
            """))
        : Of(http, Text("已退出登录", "Signed out"), null, $"""
            <p>{Text("您已安全退出。", "You have signed out.")}</p>
            <p><a class="button" href="/">{Text("返回首页", "Back to the start")}</a></p>
            """);
}
