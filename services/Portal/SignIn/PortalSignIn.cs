using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Ronghe.Portal.Calls;
using Ronghe.Portal.Sessions;

namespace Ronghe.Portal.SignIn;

/// <summary>The portal as a confidential OpenID Connect client: code + PKCE, tokens on the server, a cookie for the browser.</summary>
internal static class PortalSignIn
{
    internal static void AddPortalSignIn(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddHttpContextAccessor();
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<SessionStore>();
        services.AddScoped<AccessTokens>();
        services.AddHttpClient<TokenEndpoint>(Configure).WithoutRetries();
        services.AddHttpClient("identity-back-channel", Configure).WithoutRetries();
        services.AddDataProtection().SetApplicationName("ronghe-portal").PersistKeysToDbContext<PortalDb>();

        services.AddAuthentication(options =>
        {
            options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            options.DefaultAuthenticateScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            options.DefaultSignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
            options.DefaultForbidScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        })
            .AddCookie()
            .AddOpenIdConnect();

        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<SessionStore, PublicAddress>(UseCookie);
        services.AddOptions<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme)
            .Configure<IConfiguration, PublicAddress, IHttpClientFactory>(UseIdentity);
    }

    private static void UseCookie(CookieAuthenticationOptions options, SessionStore sessions, PublicAddress address)
    {
        options.SessionStore = sessions;
        options.Cookie.Name = address.IsSecure ? "__Host-ronghe" : "ronghe";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = address.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        options.ExpireTimeSpan = TimeSpan.FromMinutes(30);
        options.SlidingExpiration = true;
        options.AccessDeniedPath = "/not-allowed";
    }

    private static void UseIdentity(
        OpenIdConnectOptions options, IConfiguration configuration, PublicAddress address, IHttpClientFactory clients)
    {
        var backChannel = clients.CreateClient("identity-back-channel");
        options.Authority = address.Uri.ToString();
        options.Backchannel = backChannel;
        options.ConfigurationManager = new IdentityConfiguration(backChannel, address);
        options.RequireHttpsMetadata = false;
        options.ClientId = "portal";
        options.ClientSecret = configuration["Portal:ClientSecret"];
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.PushedAuthorizationBehavior = PushedAuthorizationBehavior.Disable;
        options.SaveTokens = true;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.TokenValidationParameters.NameClaimType = "name";
        options.TokenValidationParameters.ValidIssuers = [address.Uri.ToString(), address.Uri.ToString().TrimEnd('/')];
        options.Scope.Clear();
        foreach (var scope in Scopes) options.Scope.Add(scope);
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = address.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        }

        // The id token is kept outside the ticket, where the handler looks for it.
        options.Events.OnRedirectToIdentityProviderForSignOut = context =>
        {
            context.ProtocolMessage.IdTokenHint ??= context.Properties.GetParameter<string>(OpenIdConnectParameterNames.IdTokenHint);
            return Task.CompletedTask;
        };
        options.Events.OnRemoteFailure = context =>
        {
            context.Response.Redirect("/?trouble=sign-in");
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }

    private static void Configure(HttpClient http)
    {
        http.BaseAddress = new Uri("http://identity/");
        http.Timeout = TimeSpan.FromSeconds(5);
    }

    private static readonly string[] Scopes =
        ["openid", "profile", "offline_access", "directory", "learning", "assessment", "welfare", "power-items", "situation"];
}
