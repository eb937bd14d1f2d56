using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Idempotency;

namespace Ronghe.Situation.Streams;

internal static class StreamEndpoints
{
    internal static WebApplicationBuilder AddStreams(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ScopeFeeds>();
        builder.Services.AddSingleton<ChangeSignal>();
        builder.Services.AddSingleton<StreamEnd>();
        builder.Services.AddHostedService<FeedPump>();
        builder.Services.ConfigureDbContext<SituationDb>((provider, options) =>
            options.AddInterceptors(provider.GetRequiredService<ChangeSignal>()));
        return builder;
    }

    internal static RouteGroupBuilder MapStreams(this RouteGroupBuilder routes)
    {
        routes.MapGet("/events", StreamCounts.Handle)
            .WithTags("Streams").WithName(nameof(StreamCounts)).WithMetadata(new WithoutUnitOfWork())
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream");
        return routes;
    }
}
