using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.ServiceDefaults.Callers;

/// <summary>Token validation and what an endpoint demands of its caller.</summary>
public static class CallerExtensions
{
    /// <summary>Audience of every access token of the platform.</summary>
    public const string Audience = "ronghe";

    /// <summary>
    /// Accepts ES256 access tokens of <c>Identity:Issuer</c>. Keys come from <c>Identity:Keys</c>, by default the identity
    /// service's key set inside the platform.
    /// </summary>
    public static IHostApplicationBuilder AddTokenValidation(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddSingleton<ValidatedTokens>();
        services.AddRevocations(builder.Configuration);
        services.AddHttpContextAccessor();
        services.AddScoped(provider => Caller.Of(provider.GetRequiredService<IHttpContextAccessor>().HttpContext!.User)
            ?? throw new InvalidOperationException("The endpoint takes a caller but does not demand a token."));
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddScheme<JwtBearerOptions, CachedTokenHandler>(JwtBearerDefaults.AuthenticationScheme, _ => { });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<JwtBearerOptions>, JwtBearerPostConfigureOptions>());
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IHttpClientFactory>((options, clients) => Configure(options, builder.Configuration, clients));
        services.AddAuthorization();
        return builder;
    }

    /// <summary>Demands a token with this scope: 401 without a token, 403 without the scope.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoints, string scope)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization(policy => policy.RequireAuthenticatedUser()
            .RequireAssertion(context => Caller.Of(context.User)?.Scopes.Contains(scope) == true));

    /// <summary>Demands that the caller holds one of these roles over any unit; the slice checks over which.</summary>
    public static TBuilder RequireRole<TBuilder>(this TBuilder endpoints, params string[] roles)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization(policy => policy.RequireAuthenticatedUser()
            .RequireAssertion(context => Caller.Of(context.User)?.Roles.Any(grant => roles.Contains(grant.Role)) == true));

    /// <summary>Listens to Identity at <c>Identity:Revocations</c>, by default inside the platform, as the client <c>platform</c> (<c>Platform:Secret</c>).</summary>
    private static void AddRevocations(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Revocations>();
        services.AddSingleton<SessionCheck>();
        services.AddSingleton<PlatformToken>();
        services.AddSingleton<ISessionDirectory, RemoteSessions>();
        services.AddHostedService<RevocationFeed>();
        // Read when it is used: tests learn addresses late.
        var client = services.AddHttpClient(RevocationFeed.Client, client =>
        {
            client.BaseAddress = new Uri(configuration["Identity:Revocations"] ?? configuration["Identity:Inside"] ?? "http://identity");
            client.Timeout = Timeout.InfiniteTimeSpan; // the stream stays open; who asks brings a limit of their own
        });
#pragma warning disable EXTEXP0001 // waiting and trying again is the listener's own business
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }

    private static void Configure(JwtBearerOptions options, IConfiguration configuration, IHttpClientFactory clients)
    {
        options.MapInboundClaims = false;
        options.RequireHttpsMetadata = false; // the key set is fetched inside the platform
        options.TokenValidationParameters.ValidIssuer = configuration["Identity:Issuer"];
        options.TokenValidationParameters.IssuerValidator = IssuerOf(configuration);
        options.TokenValidationParameters.ValidAudience = Audience;
        options.TokenValidationParameters.ValidTypes = ["at+jwt"];
        options.TokenValidationParameters.ValidAlgorithms = ["ES256"];
        options.TokenValidationParameters.RequireExpirationTime = true;
        options.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(5);
        options.TokenValidationParameters.NameClaimType = "sub";
        options.TokenValidationParameters.RoleClaimType = "role";
        options.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
            configuration["Identity:Keys"] ?? "http://identity/.well-known/jwks",
            new KeySetRetriever(),
            new HttpDocumentRetriever(clients.CreateClient("identity-keys")) { RequireHttps = false })
        {
            RefreshInterval = TimeSpan.FromSeconds(5),
        };
    }

    // OpenIddict writes the issuer with a closing slash; configuration may come without.
    private static Microsoft.IdentityModel.Tokens.IssuerValidator IssuerOf(IConfiguration configuration) => (issuer, _, _) =>
        issuer.TrimEnd('/') == configuration["Identity:Issuer"]?.TrimEnd('/')
            ? issuer
            : throw new Microsoft.IdentityModel.Tokens.SecurityTokenInvalidIssuerException("Another issuer's token.") { InvalidIssuer = issuer };

    private sealed class KeySetRetriever : IConfigurationRetriever<OpenIdConnectConfiguration>
    {
        public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(string address, IDocumentRetriever retriever, CancellationToken cancel)
        {
            var keys = new Microsoft.IdentityModel.Tokens.JsonWebKeySet(await retriever.GetDocumentAsync(address, cancel));
            var configuration = new OpenIdConnectConfiguration { JsonWebKeySet = keys };
            foreach (var key in keys.GetSigningKeys()) configuration.SigningKeys.Add(key);
            return configuration;
        }
    }
}
