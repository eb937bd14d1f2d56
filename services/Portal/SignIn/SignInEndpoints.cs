using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Ronghe.Portal.Sessions;

namespace Ronghe.Portal.SignIn;

internal static class SignInEndpoints
{
    internal static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet("/sign-in", (string? back) => Results.Challenge(
            new AuthenticationProperties { RedirectUri = LocalAddress.OrElse(back, "/desk") },
            [OpenIdConnectDefaults.AuthenticationScheme])).AllowAnonymous();
        app.MapPost("/sign-out", SignOut).AllowAnonymous();
    }

    /// <summary>Ends the session here, then at Identity.</summary>
    private static async Task<IResult> SignOut(HttpContext context, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context)) return Results.Redirect("/");
        if (await CurrentSession.Of(context) is not { } session) return Results.Redirect("/");

        var properties = new AuthenticationProperties { RedirectUri = "/" };
        if (session.Tokens.IdentityToken is { } hint) properties.SetParameter(OpenIdConnectParameterNames.IdTokenHint, hint);
        return Results.SignOut(
            properties, [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]);
    }
}
