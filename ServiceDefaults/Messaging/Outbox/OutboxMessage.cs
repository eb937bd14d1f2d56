using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.ServiceDefaults.Messaging.Outbox;

/// <summary>An event that was committed with the change it tells of and waits for the relay. Gone once the broker confirmed it.</summary>
internal sealed class OutboxMessage
{
    public long Seq { get; init; }

    /// <summary>Version 7: the consumer's inbox files it under the day in it.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Full name of the contract.</summary>
    public required string Type { get; init; }

    public required string Body { get; init; }

    /// <summary>W3C traceparent of the act that caused it; null outside a trace.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Not relayed before this moment.</summary>
    public required DateTimeOffset DueAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <param name="dueAt">Not before <paramref name="now"/>. The id is of that moment: the inbox counts a message's age from when it may arrive.</param>
    internal static OutboxMessage Of(object message, string? traceParent, DateTimeOffset now, DateTimeOffset dueAt) => new()
    {
        MessageId = Guid.CreateVersion7(dueAt),
        Type = message.GetType().FullName!,
        Body = JsonSerializer.Serialize(message, message.GetType(), ServiceDb.Json),
        TraceParent = traceParent,
        DueAt = dueAt,
        CreatedAt = now,
    };

    internal static void Configure(EntityTypeBuilder<OutboxMessage> entity)
    {
        entity.ToTable("outbox");
        entity.HasKey(message => message.Seq);
        entity.Property(message => message.Seq).ValueGeneratedOnAdd().UseIdentityAlwaysColumn();
        entity.Property(message => message.Body).HasColumnType("jsonb");
    }
}
