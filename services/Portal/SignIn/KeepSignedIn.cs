using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Ronghe.Portal.Sessions;

namespace Ronghe.Portal.SignIn;

/// <summary>
/// A page that is opened with a session whose tokens can no longer be renewed goes through sign-in again at once, rather than
/// showing a page full of refusals. Forms are left alone: what was typed must not be lost to a redirect.
/// </summary>
internal static class KeepSignedIn
{
    internal static void UseKeepSignedIn(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (HttpMethods.IsGet(context.Request.Method) && context.User.Identity is { IsAuthenticated: true } && AsksForPage(context))
        {
            if (await HasEnded(context))
            {
                await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
                await context.ChallengeAsync();
                return;
            }
        }
        await next(context);
    });

    private static async Task<bool> HasEnded(HttpContext context)
    {
        try
        {
            return await context.RequestServices.GetRequiredService<AccessTokens>().Get() is null;
        }
        catch (HttpRequestException)
        {
            return false; // Identity is away: the page itself says so.
        }
    }

    private static bool AsksForPage(HttpContext context) =>
        context.Request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) is true);
}
