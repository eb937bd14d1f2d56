using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpenTelemetry;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Webhooks.Deliveries;

/// <summary>
/// Takes deliveries that are due, at most a few of one subscription at a time, so that a slow receiver holds up nobody else. A
/// replica that dies leaves its deliveries to the others after two minutes; a receiver may therefore see an id twice.
/// </summary>
internal sealed class Dispatcher(UnitOfWorkFactory<WebhooksDb> work, Sender sender, TimeProvider clock, ILogger<Dispatcher> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Taken = TimeSpan.FromMinutes(2);

    private const string Take = """
        WITH ranked AS (
            SELECT id, row_number() OVER (PARTITION BY subscription_id ORDER BY next_at) AS place FROM deliveries
            WHERE state = 'Waiting' AND next_at <= {0}),
        due AS (
            SELECT id FROM deliveries WHERE id IN (SELECT id FROM ranked WHERE place <= 5 LIMIT 50) AND state = 'Waiting' AND next_at <= {0}
            FOR UPDATE SKIP LOCKED)
        UPDATE deliveries SET next_at = {1}, attempts = attempts + 1
        FROM due, webhook_subscriptions AS hook WHERE deliveries.id = due.id AND hook.id = deliveries.subscription_id
        RETURNING deliveries.id, deliveries.subscription_id, body, attempts, target, secret, CASE WHEN previous_until > {0} THEN previous_secret END AS previous_secret
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var quiet = SuppressInstrumentationScope.Begin();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await Run(stoppingToken) > 0) continue;
            }
            catch (Exception exception) when (exception is NpgsqlException or DbUpdateException or InvalidOperationException && !stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("Deliveries wait: {Reason}", exception.Message);
            }

            await Task.Delay(LookEvery, clock, stoppingToken);
        }
    }

    private async Task<int> Run(CancellationToken ct)
    {
        List<DueDelivery> due;
        await using (var unit = await work.BeginAsync(UnitScope.Everything, ct))
        {
            var now = clock.GetUtcNow();
            due = await unit.Db.Database.SqlQueryRaw<DueDelivery>(Take, now, now + Taken).ToListAsync(ct);
            await unit.CommitAsync(ct);
        }

        await Task.WhenAll(due.Select(async delivery => await Settle(delivery, await sender.Send(delivery, ct), ct)));
        return due.Count;
    }

    private async Task Settle(DueDelivery delivery, Attempt attempt, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var pause = attempt.Fault is null || attempt.Gone ? null : RetrySchedule.PauseAfter(delivery.Attempts, attempt.RetryAfter, Random.Shared.NextDouble());
        var state = attempt.Fault is null ? Delivery.Delivered : pause is null ? Delivery.Dead : Delivery.Waiting;
        var (next, settled) = (now + (pause ?? TimeSpan.Zero), state == Delivery.Waiting ? (DateTimeOffset?)null : now);
        await using var unit = await work.BeginAsync(UnitScope.Everything, ct);
        await unit.Db.Deliveries.Where(row => row.Id == delivery.Id && row.State == Delivery.Waiting).ExecuteUpdateAsync(
            row => row.SetProperty(d => d.State, state).SetProperty(d => d.NextAt, next).SetProperty(d => d.SettledAt, settled)
                .SetProperty(d => d.LastStatus, attempt.Status).SetProperty(d => d.LastFault, attempt.Fault), ct);
        if (attempt.Gone) await unit.Db.Subscriptions.Where(row => row.Id == delivery.SubscriptionId).ExecuteUpdateAsync(row => row.SetProperty(s => s.Active, false), ct);
        await unit.CommitAsync(ct);
    }
}
