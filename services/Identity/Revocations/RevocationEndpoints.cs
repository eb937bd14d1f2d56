using Microsoft.Extensions.DependencyInjection.Extensions;
using Ronghe.Identity.Tokens;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.Revocations;

internal static class RevocationEndpoints
{
    /// <summary>This process knows its own revocations from its own table; nobody streams them to it.</summary>
    internal static void AddRevocationLog(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.Remove(services.Single(service => service.ImplementationType?.Name == "RevocationFeed"));
        services.AddSingleton<SessionStandings>();
        services.Replace(ServiceDescriptor.Singleton<ISessionDirectory>(provider => provider.GetRequiredService<SessionStandings>()));
        services.AddSingleton<RevocationLog>();
        services.AddHostedService(provider => provider.GetRequiredService<RevocationLog>());
    }

    internal static void MapRevocations(this IEndpointRouteBuilder endpoints)
    {
        var inside = endpoints.MapGroup("/internal").RequireScope(ServerSetup.SnapshotScope).ExcludeFromDescription();
        inside.MapGet("/revocations", StreamRevocations.Handle).WithName(nameof(StreamRevocations));
        inside.MapPost("/sessions/standing", SessionStandings.Handle).WithName(nameof(SessionStandings));
    }
}
