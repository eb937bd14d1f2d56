using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Ronghe.Identity.Credentials;
using Ronghe.Identity.Keys;
using Ronghe.Identity.SecondFactors;
using Ronghe.Identity.Sessions;
using Ronghe.Identity.Tokens;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Identity.Accounts;

/// <summary>The browser's sign-in at this service: a cookie that holds the session's id and nothing else.</summary>
internal static class SignInCookie
{
    internal const string Scheme = "account";

    internal static void AddSignIn(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CookieKeys>();
        builder.Services.AddDataProtection().SetApplicationName("ronghe-identity");
        builder.Services.AddOptions<KeyManagementOptions>().Configure<CookieKeys>((options, keys) => options.XmlRepository = keys);
        builder.Services.AddSingleton<Passwords>();
        builder.Services.AddSingleton<PasswordRules>();
        builder.Services.AddSeed(CommonPasswords.Read);
        builder.Services.AddSingleton<SignInProgress>();
        builder.Services.AddSingleton<SignInAttempt>();
        builder.Services.AddSingleton<WaitingSession>();
        builder.Services.AddSingleton<Totp>();
        builder.Services.AddAntiforgery(options => options.Cookie.Name = "ronghe.form");
        builder.Services.AddAuthentication().AddCookie(Scheme, options =>
        {
            options.Cookie.Name = "ronghe.account";
            options.Cookie.HttpOnly = true;
            // Lax: the redirect from the portal to the authorization endpoint carries it, a foreign page's POST does not.
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.ExpireTimeSpan = SignedInSessions.Lifetime;
            options.SlidingExpiration = false;
        });
        // The framework reads the key ring ahead while the host starts: before the database is there.
        var readAhead = builder.Services.Single(service => service.ImplementationType?.Name == "DataProtectionHostedService");
        builder.Services.Remove(readAhead);
    }

    internal static Task Write(HttpContext http, Guid sessionId) => http.SignInAsync(Scheme,
        new ClaimsPrincipal(new ClaimsIdentity([new Claim(Principals.Sid, sessionId.ToString())], Scheme)));

    internal static async Task<Guid?> Read(HttpContext http) =>
        (await http.AuthenticateAsync(Scheme)).Principal?.FindFirstValue(Principals.Sid) is { } sid ? Guid.Parse(sid) : null;
}
