using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ronghe.ServiceDefaults.Callers;

/// <summary>One line of Identity's stream: a revocation, or the word that there is no further one.</summary>
/// <param name="Number">Number of the revocation, or of the last one there is.</param>
/// <param name="Session">Null on a heartbeat.</param>
/// <param name="IssuedBefore">Tokens issued up to this moment are refused.</param>
/// <param name="ForgetAt">When the last of them has expired.</param>
public sealed record RevocationLine(long Number, string? Session = null, DateTimeOffset IssuedBefore = default, DateTimeOffset ForgetAt = default);

/// <summary>Listens to Identity's numbered revocations. A stream that falls silent is given up and opened again, at the next replica.</summary>
internal sealed class RevocationFeed(Revocations revocations, IHttpClientFactory clients, PlatformToken token, TimeProvider clock, ILogger<RevocationFeed> log)
    : BackgroundService
{
    internal const string Client = "identity-revocations";

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(150);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var heard = false;
        while (true)
        {
            try
            {
                await Listen(() => heard = true, stoppingToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException or TimeoutException
                || (exception is OperationCanceledException && !stoppingToken.IsCancellationRequested))
            {
                if (heard) log.LogWarning("Identity's revocations are not heard for the moment: {Reason}", exception.Message);
                heard = false;
            }

            await Task.Delay(Again, clock, stoppingToken);
        }
    }

    private async Task Listen(Action heard, CancellationToken ct)
    {
        using var client = clients.CreateClient(Client);
        using var opening = CancellationTokenSource.CreateLinkedTokenSource(ct);
        opening.CancelAfter(Revocations.Silence * 2);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/internal/revocations?after={revocations.LastNumber}");
        request.Headers.Authorization = await token.Get(client, opening.Token);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, opening.Token);
        if (response.StatusCode == HttpStatusCode.Unauthorized) token.Forget();
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(ct));
        while (await reader.ReadLineAsync(ct).AsTask().WaitAsync(Revocations.Silence, clock, ct) is { } text)
        {
            var line = JsonSerializer.Deserialize<RevocationLine>(text, JsonSerializerOptions.Web)!;
            if (line.Session is not null) revocations.Take(line.Number, line.Session, line.IssuedBefore, line.ForgetAt);
            else revocations.Heard();
            heard();
        }
    }
}
