using Microsoft.AspNetCore.Localization;
using Ronghe.Portal.SignIn;

namespace Ronghe.Portal.Texts;

/// <summary>Language and light or dark: plain links that set a cookie, so that they work without JavaScript and before sign-in.</summary>
internal static class PreferenceEndpoints
{
    internal const string ThemeCookie = "ronghe-theme";

    internal static void MapPreferences(this IEndpointRouteBuilder app)
    {
        app.MapGet("/language/{name}", (string name, string? back, HttpContext context) =>
        {
            if (Languages.All.Contains(name))
            {
                var value = CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(name));
                context.Response.Cookies.Append(CookieRequestCultureProvider.DefaultCookieName, value, Lasting(context));
            }
            return Results.Redirect(LocalAddress.OrElse(back, "/"));
        }).AllowAnonymous();

        app.MapGet("/theme/{name}", (string name, string? back, HttpContext context) =>
        {
            if (name is "light" or "dark") context.Response.Cookies.Append(ThemeCookie, name, Lasting(context));
            return Results.Redirect(LocalAddress.OrElse(back, "/"));
        }).AllowAnonymous();
    }

    private static CookieOptions Lasting(HttpContext context) => new()
    {
        MaxAge = TimeSpan.FromDays(365),
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
    };
}
