using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Ronghe.ServiceDefaults.Seeds;

/// <summary>Reads seeds before anything starts, and stops the start with one clear line when one is broken.</summary>
public static class SeedStart
{
    /// <summary>
    /// Registers what <paramref name="read"/> makes of the seed folder (<c>Seed__Folder</c>) as a singleton, read before the host starts.
    /// </summary>
    public static IServiceCollection AddSeed<T>(this IServiceCollection services, Func<string, T> read)
        where T : class
    {
        services.AddSingleton(provider => read(Folder(provider.GetRequiredService<IConfiguration>())));
        services.AddSingleton(new SeedType(typeof(T)));
        return services;
    }

    /// <summary>
    /// Runs the service. Returns its exit code: 1, after one line on standard error, when a seed is broken; otherwise what was set in
    /// <see cref="Environment.ExitCode"/>, such as 1 after a start-up of the database that failed.
    /// </summary>
    public static async Task<int> RunSeededAsync(this WebApplication app)
    {
        try
        {
            foreach (var seed in app.Services.GetServices<SeedType>()) app.Services.GetRequiredService(seed.Type);
            await app.RunAsync();
            return Environment.ExitCode; // what Main returns replaces it
        }
        catch (SeedException broken)
        {
            await Console.Error.WriteLineAsync(broken.Message);
            return 1;
        }
    }

    private static string Folder(IConfiguration configuration) => configuration["Seed:Folder"] is { Length: > 0 } folder
        ? Path.GetFullPath(folder)
        : throw new SeedException("Seed__Folder", 0, "(setting)", "names no folder");

    private sealed record SeedType(Type Type);
}
