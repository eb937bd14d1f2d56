namespace Ronghe.Identity.Tokens;

internal static class TokenEndpoints
{
    internal static void MapTokens(this IEndpointRouteBuilder endpoints)
    {
        var connect = endpoints.MapGroup("/connect").AllowAnonymous().ExcludeFromDescription().DisableAntiforgery();
        connect.MapMethods("/authorize", [HttpMethods.Get, HttpMethods.Post], Authorize.Handle).WithName(nameof(Authorize));
        connect.MapPost("/token", Exchange.Handle).WithName(nameof(Exchange));
        connect.MapMethods("/userinfo", [HttpMethods.Get, HttpMethods.Post], UserInfo.Handle).WithName(nameof(UserInfo));
        connect.MapMethods("/logout", [HttpMethods.Get, HttpMethods.Post], EndSession.Handle).WithName(nameof(EndSession));
    }
}
