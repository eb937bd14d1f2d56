using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Messaging.Inbox;

namespace Ronghe.Bench;

/// <summary>Told by the same transaction that places the order.</summary>
public sealed record OrderPlaced(Guid OrderId, long Version, int Amount);

/// <summary>What is committed.</summary>
public sealed class Order
{
    public required Guid Id { get; init; }

    public required int Amount { get; init; }
}

/// <summary>What the consumer makes of it: a second effect of an order would be a second row.</summary>
public sealed class Booking
{
    public required Guid Id { get; init; }

    public required Guid OrderId { get; init; }

    public required int Amount { get; init; }
}

public sealed class OrdersDb(DbContextOptions<OrdersDb> options) : ServiceDb(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Booking> Bookings => Set<Booking>();
}

[DbContext(typeof(OrdersDb))]
[Migration("20260101000000_Initial")]
internal sealed class InitialOrders : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        using var db = new OrdersDb(new DbContextOptionsBuilder<OrdersDb>().UseNpgsql().UseSnakeCaseNamingConvention().Options);
        migrationBuilder.Sql(db.Database.GenerateCreateScript());
        // The peer's tables are the same ones without the relay looking at them.
        migrationBuilder.Sql("CREATE TABLE bare_orders (LIKE orders INCLUDING ALL); CREATE TABLE bare_outbox (LIKE outbox INCLUDING ALL)");
    }
}

public sealed class BookWhenOrderPlaced(Inbox<OrdersDb> inbox) : InboxConsumer<OrderPlaced, OrdersDb>(inbox)
{
    protected override Task Apply(OrderPlaced message, OrdersDb db, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(db);
        db.Bookings.Add(new() { Id = Guid.CreateVersion7(), OrderId = message.OrderId, Amount = message.Amount });
        return Task.CompletedTask;
    }
}
