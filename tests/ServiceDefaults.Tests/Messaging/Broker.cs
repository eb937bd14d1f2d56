using Xunit;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using RabbitMQ.Client;
using Ronghe.Testing;

namespace Ronghe.ServiceDefaults.Tests.Messaging;

/// <summary>The test's own hands at broker and database.</summary>
internal static class Broker
{
    /// <summary>Takes the bus out of a replica: it relays and consumes nothing.</summary>
    internal static void WithoutBus(this IServiceCollection services)
    {
        var bus = services.Where(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.FullName?.StartsWith("MassTransit", StringComparison.Ordinal) == true).ToList();
        Assert.NotEmpty(bus);
        foreach (var service in bus) services.Remove(service);
    }

    /// <summary>Messages that lie in a queue or are out for delivery.</summary>
    internal static async Task<long> WaitingIn(this Site site, string queue)
    {
        var factory = new ConnectionFactory { Uri = new Uri(site.Broker) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return await channel.MessageCountAsync(queue);
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == 404)
        {
            return 0;
        }
    }

    /// <summary>What failed, on the broker and in the database together.</summary>
    internal static Task Failures(this Site site, long expected) => Eventually.Holds(async () => Assert.Equal(
        expected, await site.Ask<long>("SELECT count(*) FROM failed_messages") + await site.WaitingIn(NotesService.Queue + "_error")));

    /// <summary>Publishes in MassTransit's envelope past every outbox, as a broker does that delivers again.</summary>
    internal static async Task Send(this Site site, Guid messageId, object message)
    {
        var type = message.GetType();
        var envelope = new JsonObject
        {
            ["messageId"] = messageId,
            ["messageType"] = new JsonArray($"urn:message:{type.Namespace}:{type.Name}"),
            ["message"] = JsonSerializer.SerializeToNode(message, type, JsonSerializerOptions.Web),
        };
        var factory = new ConnectionFactory { Uri = new Uri(site.Broker) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json", MessageId = messageId.ToString() };
        await channel.BasicPublishAsync($"{type.Namespace}:{type.Name}", "", true, properties, JsonSerializer.SerializeToUtf8Bytes(envelope));
    }

    /// <summary>Puts bytes into a queue that nobody of ours would send.</summary>
    internal static async Task SendBytes(this Site site, string queue, byte[] body)
    {
        var factory = new ConnectionFactory { Uri = new Uri(site.Broker) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.BasicPublishAsync("", queue, true, new BasicProperties { ContentType = "application/vnd.masstransit+json" }, body);
    }

    internal static async Task Execute(this Site site, string sql)
    {
        await using var connection = new NpgsqlConnection(site.Database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
