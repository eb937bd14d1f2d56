namespace Ronghe.Portal.SignIn;

/// <summary>
/// Requests reach the portal through the gateway. Addresses that it writes (redirects, the sign-in callback) are the public
/// ones: taken from configuration, never from a header that a client could forge.
/// </summary>
internal static class PublicRequest
{
    internal static void UsePublicAddress(this WebApplication app)
    {
        var address = app.Services.GetRequiredService<PublicAddress>().Uri;
        app.Use((context, next) =>
        {
            context.Request.Scheme = address.Scheme;
            context.Request.Host = HostString.FromUriComponent(address);
            return next(context);
        });
    }
}
