namespace Ronghe.Gateway.Headers;

/// <summary>
/// Pages of other sites that may call the API with a token of their own, by the list <c>Cors:Origins</c>; empty by default. Cookies
/// never travel: the portal's session is not theirs to use.
/// </summary>
internal static class CrossOrigin
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
    private static readonly string[] Sent =
        ["Authorization", "Content-Type", "Accept-Language", "Idempotency-Key", "If-Match", "If-None-Match", "Range", "traceparent", "X-Experience-API-Version"];
    private static readonly string[] Shown =
        ["Location", "ETag", "Retry-After", "WWW-Authenticate", "Content-Range", "X-Experience-API-Version", "X-Experience-API-Consistent-Through"];

    internal static void AddCrossOrigin(this WebApplicationBuilder builder)
    {
        var origins = Origins(builder.Configuration);
        if (origins.Length == 0) return;
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(origins).WithMethods(Methods).WithHeaders(Sent).WithExposedHeaders(Shown).SetPreflightMaxAge(TimeSpan.FromMinutes(10))));
    }

    internal static void UseCrossOrigin(this WebApplication app)
    {
        if (Origins(app.Configuration).Length == 0) return;
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/api") || http.Request.Path.StartsWithSegments("/connect/token"), api => api.UseCors());
    }

    // A list that lets in more than its author meant does not start.
    private static string[] Origins(IConfiguration configuration)
    {
        var origins = configuration.GetSection("Cors:Origins").Get<string[]>() ?? [];
        foreach (var origin in origins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || origin.Contains('*', StringComparison.Ordinal)
                || uri.GetLeftPart(UriPartial.Authority) != origin)
                throw new InvalidOperationException($"Cors:Origins: '{origin}' is no origin; write it like https://portal.example.cn, without a path and without *.");
        }

        return origins;
    }
}
