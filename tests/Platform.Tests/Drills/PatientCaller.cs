using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Ronghe.Platform.Tests.Drills;

/// <summary>
/// A caller as the API's document asks for one: repeats under the same Idempotency-Key until it is answered, renews its token in
/// time. An answer that may not be repeated and is no success ends the drill.
/// </summary>
internal sealed class PatientCaller(HttpClient client, Func<Task<string>> signIn) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3), TokenLife = TimeSpan.FromMinutes(3);
    private readonly SemaphoreSlim signingIn = new(1);
    private (string Text, long Since)? token;

    public void Dispose()
    {
        client.Dispose();
        signingIn.Dispose();
    }

    internal Task<JsonObject> Post(string path, string key, object body, CancellationToken ct) => UntilAnswered(
        () => new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", key } } }, ct);

    internal Task<JsonObject> Get(string path, CancellationToken ct) => UntilAnswered(() => new HttpRequestMessage(HttpMethod.Get, path), ct);

    private async Task<JsonObject> UntilAnswered(Func<HttpRequestMessage> request, CancellationToken ct)
    {
        var last = "";
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience;)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(TimeSpan.FromSeconds(10));
            try
            {
                using var attempt = request();
                attempt.Headers.Authorization = new("Bearer", await Token(limit.Token));
                using var answer = await client.SendAsync(attempt, limit.Token);
                last = $"{attempt.RequestUri}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(limit.Token)}";
                if (answer.IsSuccessStatusCode) return JsonNode.Parse(last[(last.IndexOf(' ', last.IndexOf(": ", StringComparison.Ordinal) + 2) + 1)..])!.AsObject();
                if (answer.StatusCode == HttpStatusCode.Unauthorized) token = null;
                Assert.True(MayBeRepeated(answer.StatusCode, last), last);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException || exception is OperationCanceledException && !ct.IsCancellationRequested)
            {
                last = exception.Message;
            }

            await Task.Delay(100, ct);
        }

        throw new TimeoutException($"Not answered within {Patience.TotalMinutes} minutes; the last was {last}");
    }

    private async Task<string> Token(CancellationToken ct)
    {
        await signingIn.WaitAsync(ct);
        try
        {
            if (token is not { } known || Stopwatch.GetElapsedTime(known.Since) > TokenLife) token = (await SignIn(), Stopwatch.GetTimestamp());
            return token.Value.Text;
        }
        finally
        {
            signingIn.Release();
        }
    }

    // While Identity is away the sign-in breaks off at whichever of its pages was next.
    private async Task<string> SignIn()
    {
        try
        {
            return await signIn();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new HttpRequestException($"No token: {exception.Message}", exception);
        }
    }

    // 409 only while the first request under the key still runs; everything else that may be repeated says so by its status.
    private static bool MayBeRepeated(HttpStatusCode status, string answer) =>
        status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized
        || answer.Contains("request-in-progress", StringComparison.Ordinal);
}
