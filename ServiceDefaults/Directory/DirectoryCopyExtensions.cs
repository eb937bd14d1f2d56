using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.ServiceDefaults.Directory;

/// <summary>Gives a service its own copy of the directory.</summary>
public static class DirectoryCopyExtensions
{
    /// <summary>
    /// Fills the empty copy from Identity's snapshot, in the background, and reports in <c>/health</c> whether it is there. The
    /// consumers that keep it come with <c>AddMessaging</c>; the tables with <see cref="DirectoryModel.AddDirectoryCopy"/>.
    /// </summary>
    public static IHostApplicationBuilder AddDirectoryCopy<TDb>(this IHostApplicationBuilder builder)
        where TDb : ServiceDb
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<DirectoryReadiness>();
        builder.Services.AddHostedService<SnapshotLoader<TDb>>();
        builder.Services.AddHttpClient(SnapshotClient.Name, client =>
        {
            client.BaseAddress = new Uri(builder.Configuration["Identity:Inside"] ?? "http://identity");
            client.Timeout = Timeout.InfiniteTimeSpan; // a snapshot of 100,000 people streams for a while
        });
        builder.Services.AddSingleton<SnapshotClient>();
        builder.Services.AddHealthChecks().AddCheck<DirectoryHealth>("directory");
        return builder;
    }
}
