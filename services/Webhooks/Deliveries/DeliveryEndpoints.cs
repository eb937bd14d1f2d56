using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Webhooks.Deliveries;

internal static class DeliveryEndpoints
{
    private static readonly TimeSpan DeliveredKept = TimeSpan.FromDays(30), DeadKept = TimeSpan.FromDays(90);

    internal static void AddDeliveries(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Sender>();
        builder.Services.AddHostedService<Dispatcher>();
        builder.Services.AddOptions<DatabaseTasks<WebhooksDb>>().Configure<TimeProvider>((tasks, clock) => tasks.Hourly.Add(async (database, ct) =>
        {
            await using var forget = database.Owner.CreateCommand(
                "DELETE FROM deliveries WHERE state = 'Delivered' AND settled_at < $1 OR state = 'Dead' AND settled_at < $2");
            forget.Parameters.AddRange(new Npgsql.NpgsqlParameter[] { new() { Value = clock.GetUtcNow() - DeliveredKept }, new() { Value = clock.GetUtcNow() - DeadKept } });
            await forget.ExecuteNonQueryAsync(ct);
        }));
    }

    internal static RouteGroupBuilder MapDeliveries(this RouteGroupBuilder routes)
    {
        routes.MapGet("/deliveries", ListDeliveries.Handle).WithTags("Webhooks").WithName(nameof(ListDeliveries));
        routes.MapPost("/subscriptions/{id:guid}/replays", ReplayDeliveries.Handle).WithTags("Webhooks").WithName(nameof(ReplayDeliveries));
        return routes;
    }
}
