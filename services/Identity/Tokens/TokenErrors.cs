using Microsoft.AspNetCore.Authentication;
using OpenIddict.Server.AspNetCore;

namespace Ronghe.Identity.Tokens;

/// <summary>OAuth's own error answers (RFC 6749, 5.2).</summary>
internal static class TokenErrors
{
    internal static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
