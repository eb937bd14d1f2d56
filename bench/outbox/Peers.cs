using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using RabbitMQ.Client;

namespace Ronghe.Bench;

/// <summary>What the parts can do by themselves.</summary>
internal static partial class Peers
{
    private const int Window = 200;

    /// <summary>Order and outbox row in one transaction by pgbench: transactions a second.</summary>
    internal static async Task<double> BareInsert(string database, int seconds, int clients)
    {
        var connection = new NpgsqlConnectionStringBuilder(database);
        var start = new ProcessStartInfo("/usr/lib/postgresql/15/bin/pgbench",
        [
            "-n", "-f", Path.Combine(AppContext.BaseDirectory, "bare.sql"), "-c", Text(clients), "-j", "1", "-M", "prepared", "-T", Text(seconds),
            "-h", connection.Host!, "-p", Text(connection.Port), "-U", connection.Username!, connection.Database!,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PGPASSWORD"] = connection.Password },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var rate = Rate().Match(output);
        return rate.Success && process.ExitCode == 0 ? double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture) : throw new InvalidOperationException(output + await error);
    }

    /// <summary>Persistent messages to a quorum queue, each confirmed, 200 under way: messages a second.</summary>
    internal static async Task<double> RawPublish(string broker, int count)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null));
        await channel.QueueDeclareAsync("bare", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueuePurgeAsync("bare");
        var (body, watch) = (new byte[350], Stopwatch.StartNew());
        for (var sent = 0; sent < count; sent += Window)
        {
            await Task.WhenAll(Enumerable.Range(0, Math.Min(Window, count - sent)).Select(_ =>
                channel.BasicPublishAsync("", "bare", mandatory: true, new BasicProperties { DeliveryMode = DeliveryModes.Persistent }, body).AsTask()).ToList());
        }

        return count / watch.Elapsed.TotalSeconds;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex Rate();
}
