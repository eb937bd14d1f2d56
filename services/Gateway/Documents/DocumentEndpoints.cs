using Microsoft.Net.Http.Headers;
using Scalar.AspNetCore;

namespace Ronghe.Gateway.Documents;

/// <summary>The platform's API document and the page to read and try it; its script comes from this process.</summary>
internal static class DocumentEndpoints
{
    // Nothing of the page can ask a third party: the browser itself forbids it. Tokens come from the issuer.
    private const string PagePolicy = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; connect-src 'self' ";

    internal static void AddPlatformDocument(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PlatformDocument>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PlatformDocument>());
    }

    internal static void MapPlatformDocument(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/openapi/v1.json", async (PlatformDocument document, HttpContext http, CancellationToken ct) =>
        {
            var current = await document.CurrentAsync(ct);
            http.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(current.Body, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue(current.ETag));
        }).ExcludeFromDescription();

        var policy = PagePolicy + endpoints.ServiceProvider.GetRequiredService<IConfiguration>()["Identity:Issuer"];
        var docs = endpoints.MapGroup("").AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.ContentSecurityPolicy = policy;
            return next(context);
        });
        docs.MapScalarApiReference("/docs", options => options
            .WithTitle("融合 Ronghe API")
            .WithOpenApiRoutePattern("/openapi/v1.json")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .AddPreferredSecuritySchemes("platform")
            .AddAuthorizationCodeFlow("platform", flow =>
            {
                flow.ClientId = "ronghe-cli";
                flow.Pkce = Pkce.Sha256;
            }));
    }
}
