using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Ronghe.ServiceDefaults.Databases;

internal sealed class DatabaseHealth<TDb>(ServiceDatabase<TDb> database) : IHealthCheck
    where TDb : ServiceDb
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!database.IsReady) return HealthCheckResult.Unhealthy("Migrations and seeds are not finished.");
        try
        {
            await using var command = database.App.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException exception)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", exception);
        }
    }
}
