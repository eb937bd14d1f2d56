using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Testing;

/// <summary>Speaks like Identity to the processes of a test that has an issuer of its own: heartbeats, and what the test revokes.</summary>
public sealed class RevocationSource
{
    private readonly Lock gate = new();
    private readonly List<RevocationLine> lines = [];

    /// <summary>Ends a session: a person's <c>sid</c>, or a client's id.</summary>
    public void Revoke(string session)
    {
        var now = TimeProvider.System.GetUtcNow();
        lock (gate) lines.Add(new(lines.Count + 1, session, now, now.AddMinutes(10)));
    }

    /// <summary>Maps the stream, the question and the token endpoint that they are asked with.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/connect/token", () => Results.Text("""{ "access_token": "platform", "token_type": "Bearer", "expires_in": 300 }""", "application/json"));
        endpoints.MapGet("/internal/revocations", Stream);
        endpoints.MapPost("/internal/sessions/standing", (SessionQuestion question) =>
        {
            lock (gate) return new SessionAnswer(lines.TrueForAll(line => line.Session != question.Session));
        });
    }

    private async Task Stream(HttpContext http, IHostApplicationLifetime lifetime, long after)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var told = (int)after;
        do
        {
            RevocationLine[] more;
            lock (gate) more = [.. lines.Skip(told)];
            told += more.Length;
            foreach (var line in more.Append(new RevocationLine(told))) await http.Response.WriteAsync(JsonSerializer.Serialize(line, JsonSerializerOptions.Web) + "\n", end.Token);
            await http.Response.Body.FlushAsync(end.Token);
        }
        while (await beat.WaitForNextTickAsync(end.Token));
    }
}
