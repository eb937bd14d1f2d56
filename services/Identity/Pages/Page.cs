using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Extensions;
using Ronghe.Identity.Accounts;

namespace Ronghe.Identity.Pages;

/// <summary>The pages of this service: plain HTML forms, one inlined style sheet, no script, no other request.</summary>
internal static class Page
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly string Css = ReadCss();
    private static readonly string CssHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)));

    internal static IResult Of(HttpContext http, string title, AccountProblem? problem, string body, bool wide = false)
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
              <main{(wide ? " class=\"wide\"" : "")}>
                <header>
                  <svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true"><path d="M24 3 11 20h6L8 32h12v13h8V32h12l-9-12h6z"/></svg>
                  <div><strong>{Text("融合", "Ronghe")}</strong><span>{Text("党建与业务一体化平台", "Party building and business, one platform")}</span></div>
                </header>
                <h1>{title}</h1>
                {(problem is null ? "" : $"""<p class="problem" role="alert" id="problem">{Text(problem.Chinese, problem.English)}</p>""")}
                {body}
              </main>
              <footer><a href="{Html.Encode(InLanguage(http, other))}" hreflang="{other}" lang="{other}">{name}</a></footer>
            </body>
            </html>
            """, "text/html; charset=utf-8", Encoding.UTF8, problem is null ? 200 : 400);
    }

    /// <summary>A form to an address of this service, in the page's language, with its antiforgery token.</summary>
    internal static string Form(string action, AntiforgeryTokenSet token, string? returnUrl, string fields) => $"""
        <form method="post" action="{action}{Culture()}">
          <input type="hidden" name="{token.FormFieldName}" value="{token.RequestToken}">
          <input type="hidden" name="returnUrl" value="{Encode(returnUrl ?? "")}">
          {fields}
        </form>
        """;

    internal static string Encode(string text) => Html.Encode(text);

    internal static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    internal static string Text(string chinese, string english) => IsEnglish ? english : chinese;

    internal static string Culture() => IsEnglish ? "?culture=en" : "?culture=zh-CN";

    private static string InLanguage(HttpContext http, string language)
    {
        var parameters = http.Request.Query.Where(parameter => parameter.Key != "culture");
        return http.Request.Path + new QueryBuilder(parameters) { { "culture", language } }.ToQueryString();
    }

    private static string ReadCss()
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream("Ronghe.Identity.Pages.account.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
