using Ronghe.Portal.Screens.Wall;

namespace Ronghe.Portal.Calls;

internal static class CallSetup
{
    /// <summary>For event streams: as long as the reader stays, and never tried again behind the reader's back.</summary>
    internal const string Streams = "event-streams";

    internal static void AddCalls(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddTransient<BearerFromSession>();
        services.AddScoped<UnitNames>();
        services.AddScoped<WallScope>();
        services.AddHttpClient<DirectoryCalls>(ForPages).AddHttpMessageHandler<BearerFromSession>();
        services.AddHttpClient<PowerItemsCalls>(ForPages).AddHttpMessageHandler<BearerFromSession>();
        services.AddHttpClient<WelfareCalls>(ForPages).AddHttpMessageHandler<BearerFromSession>();
        services.AddHttpClient<LearningCalls>(ForPages).AddHttpMessageHandler<BearerFromSession>();
        services.AddHttpClient<SituationCalls>(ForPages).AddHttpMessageHandler<BearerFromSession>();
        services.AddHttpClient(Streams, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .WithoutRetries()
            .AddHttpMessageHandler<BearerFromSession>();
    }

    // A reader is told that a service is away before patience ends; the limit holds for all tries together.
    private static void ForPages(HttpClient http) => http.Timeout = TimeSpan.FromSeconds(4);

    /// <summary>For calls that must not be sent twice: a stream, or a refresh token that works once.</summary>
    internal static IHttpClientBuilder WithoutRetries(this IHttpClientBuilder client)
    {
#pragma warning disable EXTEXP0001 // the only way to leave out the handlers of the defaults
        return client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }
}
