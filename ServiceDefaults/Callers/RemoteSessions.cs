using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Ronghe.ServiceDefaults.Callers;

/// <summary>Asks Identity over HTTP; it has a second to answer.</summary>
internal sealed class RemoteSessions(IHttpClientFactory clients, PlatformToken token, ILogger<RemoteSessions> log) : ISessionDirectory
{
    public async Task<bool?> IsLive(Caller caller, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Revocations.Silence);
        try
        {
            using var client = clients.CreateClient(RevocationFeed.Client);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/internal/sessions/standing")
            {
                Content = JsonContent.Create(new SessionQuestion(caller.SessionId, caller.IssuedAt)),
            };
            request.Headers.Authorization = await token.Get(client, patience.Token);
            using var response = await client.SendAsync(request, patience.Token);
            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync<SessionAnswer>(patience.Token))!.Live;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException
            || exception is OperationCanceledException && !ct.IsCancellationRequested)
        {
            log.LogDebug("Identity cannot be asked: {Reason}", exception.Message);
            return null;
        }
    }
}

/// <summary>What a process asks Identity about a token.</summary>
public sealed record SessionQuestion(string Session, DateTimeOffset IssuedAt);

/// <summary>What Identity answers.</summary>
public sealed record SessionAnswer(bool Live);
