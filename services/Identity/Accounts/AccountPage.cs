using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Extensions;

namespace Ronghe.Identity.Accounts;

/// <summary>The pages of this service: plain HTML forms, one inlined style sheet, no script, no other request.</summary>
internal static class AccountPage
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly string Css = ReadCss();
    private static readonly string CssHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)));

    internal static IResult SignIn(HttpContext http, AntiforgeryTokenSet token, string? returnUrl, string userName, AccountProblem? problem)
    {
        var notice = problem is null ? "" : $"""<p class="problem" role="alert" id="problem">{Text(problem.Chinese, problem.English)}</p>""";
        return Page(http, Text("登录", "Sign in"), problem is null ? 200 : 400, $"""
            {notice}
            <form method="post" action="/account/sign-in{Culture()}">
              <input type="hidden" name="{token.FormFieldName}" value="{token.RequestToken}">
              <input type="hidden" name="returnUrl" value="{Html.Encode(returnUrl ?? "")}">
              <label for="userName">{Text("用户名或工号", "User name or employee number")}</label>
              <input id="userName" name="userName" value="{Html.Encode(userName)}" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100" {(userName.Length == 0 ? "autofocus" : "")}>
              <label for="password">{Text("密码", "Password")}</label>
              <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200" {(userName.Length > 0 ? "autofocus" : "")}>
              <button type="submit">{Text("登录", "Sign in")}</button>
            </form>
            <p class="hint">{Text("忘记密码请联系本单位系统管理员。", "Forgot your password? Ask your unit's system administrator.")}</p>
            """);
    }

    internal static IResult SignOut(HttpContext http, AntiforgeryTokenSet token, bool signedIn) => signedIn
        ? Page(http, Text("退出登录", "Sign out"), 200, $"""
            <p>{Text("要退出登录吗？", "Do you want to sign out?")}</p>
            <form method="post" action="/account/sign-out{Culture()}">
              <input type="hidden" name="{token.FormFieldName}" value="{token.RequestToken}">
              <button type="submit">{Text("退出登录", "Sign out")}</button>
            </form>
            """)
        : Page(http, Text("已退出登录", "Signed out"), 200, $"""
            <p>{Text("您已安全退出。", "You have signed out.")}</p>
            <p><a class="button" href="/">{Text("返回首页", "Back to the start")}</a></p>
            """);

    private static IResult Page(HttpContext http, string title, int status, string body)
    {
        var headers = http.Response.Headers;
        // Loopback: after the form Chromium applies form-action to the redirect back to a command-line tool as well.
        headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'sha256-{CssHash}'; img-src data:; base-uri 'none'; "
            + "form-action 'self' http://127.0.0.1:* http://localhost:*; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        var (language, other, name) = IsEnglish ? ("en", "zh-CN", "中文") : ("zh-CN", "en", "English");
        return Results.Content($"""
            <!doctype html>
            <html lang="{language}">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>{title} · {Text("融合", "Ronghe")}</title>
              <style>{Css}</style>
            </head>
            <body>
              <main>
                <header>
                  <svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true"><path d="M24 3 11 20h6L8 32h12v13h8V32h12l-9-12h6z"/></svg>
                  <div><strong>{Text("融合", "Ronghe")}</strong><span>{Text("党建与业务一体化平台", "Party building and business, one platform")}</span></div>
                </header>
                <h1>{title}</h1>
                {body}
              </main>
              <footer><a href="{Html.Encode(InLanguage(http, other))}" hreflang="{other}" lang="{other}">{name}</a></footer>
            </body>
            </html>
            """, "text/html; charset=utf-8", Encoding.UTF8, status);
    }

    private static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    private static string Text(string chinese, string english) => IsEnglish ? english : chinese;

    private static string Culture() => IsEnglish ? "?culture=en" : "?culture=zh-CN";

    private static string InLanguage(HttpContext http, string language)
    {
        var parameters = http.Request.Query.Where(parameter => parameter.Key != "culture");
        return http.Request.Path + new QueryBuilder(parameters) { { "culture", language } }.ToQueryString();
    }

    private static string ReadCss()
    {
        using var stream = typeof(AccountPage).Assembly.GetManifestResourceStream("Ronghe.Identity.Accounts.account.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
