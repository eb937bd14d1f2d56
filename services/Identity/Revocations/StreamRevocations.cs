using System.Text.Json;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Identity.Revocations;

/// <summary>
/// For the platform's processes: the numbered revocations after the last that the process knows, a JSON object a line
/// (<see cref="RevocationLine"/>), and after each reading of the table the word that there are no more.
/// </summary>
internal static class StreamRevocations
{
    internal static async Task Handle(HttpContext http, RevocationLog log, IHostApplicationLifetime lifetime, long after = 0)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        http.Response.ContentType = "application/x-ndjson";
        log.Join();
        try
        {
            await Send(http, log, after, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
        finally
        {
            log.Leave();
        }
    }

    private static async Task Send(HttpContext http, RevocationLog log, long after, CancellationToken ct)
    {
        await http.Response.Body.FlushAsync(ct);
        // The reading of now, not the one of when somebody last listened.
        await log.Latest.Newer.Task.WaitAsync(ct);
        var reading = log.Latest;
        // A process that knows more than there is has seen another database.
        var told = after > reading.UpTo ? 0 : after;
        while (true)
        {
            foreach (var line in reading.Lines.Where(line => line.Number > told)) await Write(http, line, ct);
            told = Math.Max(told, reading.UpTo);
            await Write(http, new RevocationLine(told), ct);
            await http.Response.Body.FlushAsync(ct);
            await reading.Newer.Task.WaitAsync(ct);
            reading = log.Latest;
        }
    }

    private static async Task Write(HttpContext http, RevocationLine line, CancellationToken ct)
    {
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(line, JsonSerializerOptions.Web), ct);
        await http.Response.Body.WriteAsync("\n"u8.ToArray(), ct);
    }
}
