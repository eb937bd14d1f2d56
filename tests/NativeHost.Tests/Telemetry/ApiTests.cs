using System.Net;
using System.Text.Json;
using Ronghe.NativeHost.Tests.Engine;

namespace Ronghe.NativeHost.Tests.Telemetry;

/// <summary>The JSON API over one sample host: what fits is answered, what cannot be meant is refused by name.</summary>
public sealed class ApiTests(ApiTests.Site site) : IClassFixture<ApiTests.Site>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logs_and_traces_are_found_by_each_filter_and_by_all_together()
    {
        var line = await site.LineOf("birch");
        var (trace, time) = (line.GetProperty("traceId").GetString(), line.GetProperty("time").GetDateTimeOffset());
        var (before, after) = (Uri.EscapeDataString($"{time.AddSeconds(-5):O}"), Uri.EscapeDataString($"{time.AddSeconds(5):O}"));
        await Eventually.Holds(async () => (await site.Get($"traces/{trace}")).GetProperty("spans").GetArrayLength() == 3);

        foreach (var fitting in (string[])["service=first", "text=BIRCH", $"traceId={trace}", $"since={before}", $"until={after}", "level=Warning", $"service=first&text=birch&traceId={trace}&since={before}&until={after}&level=Warning&limit=1000"])
            Assert.Contains((await site.Get($"logs?{fitting}")).EnumerateArray(), found => found.GetProperty("traceId").GetString() == trace && found.GetProperty("message").GetString() == "The word is birch");
        foreach (var unfitting in (string[])["service=second&text=birch&level=Warning", $"text=birch&since={after}", $"text=birch&until={before}", "text=birch&level=Error", "text=birch&traceId=00"])
            Assert.Empty((await site.Get($"logs?{unfitting}")).EnumerateArray());

        foreach (var fitting in (string[])["service=second", "service=first", "text=/CALL", $"text={trace}", $"traceId={trace}", $"since={before}&until={after}"])
            Assert.Contains((await site.Get($"traces?{fitting}")).EnumerateArray(), found => found.GetProperty("traceId").GetString() == trace);
        foreach (var unfitting in (string[])["service=third", "text=oak", $"traceId={trace}&since={after}", "text=/call&errors=true"])
            Assert.Empty((await site.Get($"traces?{unfitting}")).EnumerateArray());
    }

    [Fact]
    public async Task Key_metrics_of_the_last_minutes_are_kept_as_points()
    {
        await site.LineOf("alder");
        await Eventually.Holds(async () => (await site.Get("charts?service=first")).EnumerateArray()
            .Where(chart => chart.GetProperty("key").GetString() is "memory" or "cpu").Count(chart => chart.GetProperty("lines")[0].GetProperty("points").GetArrayLength() >= 2) == 2);
        var memory = (await site.Get("charts?service=first")).EnumerateArray().Single(chart => chart.GetProperty("key").GetString() == "memory");
        Assert.All(memory.GetProperty("lines")[0].GetProperty("points").EnumerateArray(), point => Assert.InRange(point[1].GetDouble(), 20, 4000));

        var series = (await site.Get("metrics?service=first&text=working_set")).EnumerateArray().ToList();
        Assert.Equal(2, series.Count); // one of each replica
        Assert.All(series, one => Assert.True(one.GetProperty("points").GetArrayLength() >= 2));
    }

    [Theory]
    [InlineData("logs?level=loud", HttpStatusCode.BadRequest, "level")]
    [InlineData("logs?limit=0", HttpStatusCode.BadRequest, "limit")]
    [InlineData("logs?limit=many", HttpStatusCode.BadRequest, "")]
    [InlineData("traces?since=yesterday", HttpStatusCode.BadRequest, "")]
    [InlineData("traces?since=2026-11-24T09:00:00Z&until=2026-11-24T08:00:00Z", HttpStatusCode.BadRequest, "since")]
    [InlineData("traces/..%2f..%2fetc", HttpStatusCode.NotFound, "")]
    [InlineData("console/..%2f..%2fparameters", HttpStatusCode.NotFound, "")]
    [InlineData("nothing", HttpStatusCode.NotFound, "")]
    public async Task A_question_that_cannot_be_meant_is_refused(string path, HttpStatusCode expected, string named)
    {
        using var answer = await site.Client.GetAsync($"api/{path}", Ct);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(named, await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Console_lines_are_found_by_text_and_counted_from_the_end()
    {
        await site.LineOf("cedar");
        var lines = (await site.Get("console/first-0?text=now%20listening&tail=1")).GetProperty("lines").EnumerateArray().ToList();
        Assert.Contains("Now listening", Assert.Single(lines).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_loopback_listens_and_every_answer_forbids_foreign_scripts()
    {
        Assert.Equal("127.0.0.1", new Uri(site.Host.File.Api).Host);
        var port = $":{new Uri(site.Host.File.Api).Port:X4}";
        var listening = (await File.ReadAllLinesAsync("/proc/net/tcp", Ct)).Concat(await File.ReadAllLinesAsync("/proc/net/tcp6", Ct))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(fields => fields.Length > 3 && fields[3] == "0A" && fields[1].EndsWith(port, StringComparison.Ordinal));
        Assert.Equal($"0100007F{port}", Assert.Single(listening)[1]);

        foreach (var path in (string[])["", "page.js", "api/resources", "api/nothing"])
        {
            using var answer = await site.Client.GetAsync(path, Ct);
            var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    public sealed class Site : IAsyncLifetime
    {
        private readonly TestFolder folder = new();

        internal SampleHost Host { get; private set; } = null!;
        internal HttpClient Client { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Host = await SampleHost.StartAsync(folder.Path);
            Client = new HttpClient { BaseAddress = new Uri(Host.File.Api + "/") };
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await Host.DisposeAsync();
            folder.Dispose();
        }

        internal Task<JsonElement> Get(string path) => Host.GetAsync<JsonElement>($"/api/{path}");

        /// <summary>Makes the sample say a word and waits for the log line.</summary>
        internal async Task<JsonElement> LineOf(string word)
        {
            using var client = new HttpClient();
            await client.GetStringAsync($"{Host.File.Gateway}/call?word={word}", Ct);
            JsonElement line = default;
            await Eventually.Holds(async () => (line = (await Get($"logs?text={word}&level=Warning")).EnumerateArray().FirstOrDefault()).ValueKind != JsonValueKind.Undefined);
            return line;
        }
    }
}
