using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ronghe.Contracts;
using Ronghe.ServiceDefaults;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Messaging;

namespace Ronghe.Bench;

/// <summary>The service under test, in a process of its own: places orders as a slice does, relays and consumes.</summary>
internal static class OrdersService
{
    private static readonly Subscription[] Subscriptions = [new(typeof(OrderPlaced), "orders", nameof(BookWhenOrderPlaced))];
    private static readonly ConcurrentQueue<double> Ages = [];

    internal static async Task Run()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddServiceDefaults("orders");
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.AddServiceDatabase<OrdersDb>("ordersdb");
        builder.AddMessaging<OrdersDb>("orders", Subscriptions);
        using var listener = new MeterListener { InstrumentPublished = (instrument, listening) => { if (instrument.Name == "ronghe.inbox.age") listening.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => Ages.Enqueue(seconds * 1000));
        listener.Start();
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapPost("/orders", (int count, int writers, UnitOfWorkFactory<OrdersDb> work) => Place(count, writers, work));
        app.MapPost("/paced", (int count, int perSecond, UnitOfWorkFactory<OrdersDb> work) => PlacePaced(count, perSecond, work));
        app.MapDelete("/ages", () => Ages.Clear());
        app.MapGet("/ages", () => Ages.ToArray());
        await app.RunAsync();
    }

    private static async Task<IResult> Place(int count, int writers, UnitOfWorkFactory<OrdersDb> work)
    {
        var left = count;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0) await PlaceOne(work);
        }));
        return Results.Ok();
    }

    // Open loop: an order is placed when it is due, whether or not those before it are committed.
    private static async Task<IResult> PlacePaced(int count, int perSecond, UnitOfWorkFactory<OrdersDb> work)
    {
        var (watch, running) = (Stopwatch.StartNew(), new List<Task>());
        for (var index = 0; index < count; index++)
        {
            var due = TimeSpan.FromSeconds((double)index / perSecond);
            while (watch.Elapsed < due) await Task.Delay(1);
            running.Add(Task.Run(() => PlaceOne(work)));
        }

        await Task.WhenAll(running);
        return Results.Text(watch.Elapsed.TotalSeconds.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task PlaceOne(UnitOfWorkFactory<OrdersDb> work)
    {
        await using var unit = await work.BeginAsync(UnitScope.Everything, CancellationToken.None);
        var order = new Order { Id = Guid.CreateVersion7(), Amount = 100 };
        unit.Db.Orders.Add(order);
        await unit.Db.SaveAndPublishAsync(CancellationToken.None, new OrderPlaced(order.Id, 1, order.Amount));
        await unit.CommitAsync(CancellationToken.None);
    }
}
