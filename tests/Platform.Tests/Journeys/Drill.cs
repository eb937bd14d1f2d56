using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Platform.Tests.Journeys;

/// <summary>
/// Every service and the broker are killed with SIGKILL, one after another, while callers open and decide cases. Callers do what the
/// API's document tells them: repeat under the same Idempotency-Key until they are answered.
/// </summary>
[Collection(nameof(Platform))]
public sealed class Drill(Platform platform)
{
    private static readonly string[] Victims = ["power-items", "messaging", "assessment", "welfare", "situation", "learning", "gateway", "portal", "identity"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120); // a limit to waiting, not a bar: what was measured is printed

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_with_9_under_load_nothing_acknowledged_is_lost_and_nothing_happens_twice()
    {
        await using var callers = await Callers.Start(platform, Ct);
        var before = await callers.Counts(Ct);
        var load = callers.RunUntilStopped(workers: 12, Ct);
        foreach (var victim in Victims) await KillAndWait(victim, callers);
        callers.Stop();
        await load;

        var acknowledged = callers.Acknowledged;
        Assert.True(acknowledged.Count >= Victims.Length, $"Only {acknowledged.Count} cases were acknowledged: that was no load.");
        Assert.Equal(acknowledged.Count, acknowledged.Values.Distinct().Count());
        await Eventually.Holds(async () =>
        {
            var now = await callers.Counts(Ct);
            Assert.Equal(acknowledged.Count, now.Opened - before.Opened);
            Assert.Equal(acknowledged.Count, now.Rejected - before.Rejected);
            Assert.Equal(before.Running, now.Running);
        }, TimeSpan.FromSeconds(60));
        await Eventually.Holds(() => callers.EveryCaseIsEvidenceOnce(Ct), TimeSpan.FromSeconds(60));
    }

    private async Task KillAndWait(string victim, Callers callers)
    {
        // In the middle of a rush: messages are on their way through outbox, broker and inbox.
        var answered = callers.Acknowledged.Count;
        callers.Hurry = true;
        await Eventually.Holds(() =>
        {
            Assert.True(callers.Acknowledged.Count >= answered + 40);
            return Task.CompletedTask;
        }, Patience);
        var before = await platform.Resource(victim, Ct);
        var restarts = before["restarts"]!.GetValue<int>();
        using (Process.Start("kill", ["-9", before["pid"]!.GetValue<int>().ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
        }

        callers.Hurry = false;
        var watch = Stopwatch.StartNew();
        await Eventually.Holds(async () =>
        {
            var now = await platform.Resource(victim, Ct);
            Assert.True(now["restarts"]!.GetValue<int>() > restarts, $"{victim} was not restarted.");
            Assert.Equal("Healthy", now["health"]!.GetValue<string>());
        }, Patience);
        TestContext.Current.SendDiagnosticMessage($"{victim} killed, healthy again after {watch.Elapsed.TotalSeconds:0.0} s");
    }

    /// <summary>Opens small cases as the subsidiary and rejects each as the union officer.</summary>
    private sealed class Callers : IAsyncDisposable
    {
        private readonly Platform platform;
        private readonly HttpClient subsidiary;
        private readonly HttpClient officer;
        private volatile bool stopped;
        private volatile bool hurry;

        private Callers(Platform platform, HttpClient subsidiary, HttpClient officer) =>
            (this.platform, this.subsidiary, this.officer) = (platform, subsidiary, officer);

        /// <summary>As fast as answers come, in place of the steady rate.</summary>
        internal bool Hurry { get => hurry; set => hurry = value; }

        /// <summary>Case ids by the key under which they were opened; only those that were decided as well.</summary>
        internal ConcurrentDictionary<string, Guid> Acknowledged { get; } = new();

        internal static async Task<Callers> Start(Platform platform, CancellationToken ct)
        {
            ct.ThrowIfCancellationRequested();
            return new(platform, platform.Client(await platform.SignIn.Subsidiary()), platform.Client(await platform.SignIn.PersonAnew("b01-union-officer")));
        }

        internal void Stop() => stopped = true;

        internal Task RunUntilStopped(int workers, CancellationToken ct) => Task.WhenAll(Enumerable.Range(0, workers).Select(async _ =>
        {
            await Task.Yield();
            // Between the kills a steady rate: on two cores more would starve what is starting again.
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(750));
            while (!stopped && (Hurry || await pace.WaitForNextTickAsync(ct))) await OpenAndReject(ct);
        }));

        internal async Task<(long Opened, long Running, long Rejected)> Counts(CancellationToken ct)
        {
            var counts = await subsidiary.GetFromJsonAsync<JsonObject>("api/v1/situation/counts?unit=G/B01/", ct);
            long Figure(string name) => counts!["figures"]![name]!.GetValue<long>();
            return (Figure("casesOpened"), Figure("casesRunning"), Figure("casesRejected"));
        }

        internal async Task EveryCaseIsEvidenceOnce(CancellationToken ct)
        {
            var recorded = new List<Guid>();
            for (var page = 1; ; page++)
            {
                var answer = await subsidiary.GetFromJsonAsync<JsonObject>($"api/v1/assessment/evidence?unit=G/B01/&source=CaseClosed&page={page}", ct);
                recorded.AddRange(answer!["evidence"]!.AsArray().Select(item => item!["caseId"]!.GetValue<Guid>()));
                if (!answer["hasMore"]!.GetValue<bool>()) break;
            }

            Assert.Equal(recorded.Count, recorded.Distinct().Count());
            Assert.Empty(Acknowledged.Values.Except(recorded));
        }

        public ValueTask DisposeAsync()
        {
            subsidiary.Dispose();
            officer.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task OpenAndReject(CancellationToken ct)
        {
            var key = Guid.CreateVersion7().ToString();
            var opened = await PostUntilAnswered(subsidiary, "api/v1/power-items/cases", key, new
            {
                itemCode = "UNI-02",
                title = "演练",
                form = new { amount = 1000, headcount = 10, festival = "NewYear" },
                materials = new[] { new { key = "plan", name = "方案.docx" } },
            }, ct);
            var caseId = opened["caseId"]!.GetValue<Guid>();
            var shown = await GetUntilAnswered(officer, $"api/v1/power-items/cases/{caseId}", ct);
            var step = shown["steps"]!.AsArray().First(one => one!["state"]!.GetValue<string>() == "Active")!;
            var decided = await PostUntilAnswered(officer, $"api/v1/power-items/cases/{caseId}/steps/{step["stepId"]}/decision", key,
                new { decision = "Reject", opinion = "演练", caseVersion = shown["caseVersion"]!.GetValue<long>() }, ct);
            Assert.Equal("Rejected", decided["state"]!.GetValue<string>());
            Assert.True(Acknowledged.TryAdd(key, caseId));
        }

        private static Task<JsonObject> PostUntilAnswered(HttpClient client, string path, string key, object body, CancellationToken ct) => UntilAnswered(
            async limit =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
                request.Headers.Add("Idempotency-Key", key);
                return await client.SendAsync(request, limit);
            },
            ct);

        private static Task<JsonObject> GetUntilAnswered(HttpClient client, string path, CancellationToken ct) =>
            UntilAnswered(limit => client.GetAsync(path, limit), ct);

        private static async Task<JsonObject> UntilAnswered(Func<CancellationToken, Task<HttpResponseMessage>> send, CancellationToken ct)
        {
            var last = "";
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromMinutes(4);)
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
                limit.CancelAfter(TimeSpan.FromSeconds(10));
                try
                {
                    using var answer = await send(limit.Token);
                    last = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(limit.Token)}";
                    if (answer.IsSuccessStatusCode) return JsonNode.Parse(last[4..])!.AsObject();
                    Assert.True(MayBeRepeated(answer.StatusCode, last), last);
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException || exception is OperationCanceledException && !ct.IsCancellationRequested)
                {
                    last = exception.Message;
                }

                await Task.Delay(100, ct);
            }

            throw new TimeoutException($"Not answered within four minutes; the last was {last}");
        }

        // 409 only while the first request under the key still runs; everything else that may be repeated says so by its status.
        private static bool MayBeRepeated(HttpStatusCode status, string answer) =>
            status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests || answer.Contains("request-in-progress", StringComparison.Ordinal);
    }
}
