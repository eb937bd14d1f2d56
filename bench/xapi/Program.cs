using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Npgsql;
using Ronghe.Bench;
using Ronghe.Bench.Xapi;
using Ronghe.Testing;

// ./bench.sh xapi [--statements 5000000] [--seconds 6]
var size = Argument("--statements", 5_000_000);
var seconds = Argument("--seconds", 6);

await using var servers = await BenchServers.StartAsync();
await using var issuer = await Issuer.StartAsync();
await using var directory = await SmallDirectory.StartAsync();
var database = await servers.CreateDatabase("learningdb");
await using var learning = await ServiceUnderTest.StartAsync("Learning",
[
    .. issuer.Settings, .. directory.Settings,
    new("ConnectionStrings:learningdb", database), new("ConnectionStrings:messaging", servers.Rabbit.ConnectionString), new("ConnectionStrings:cache", servers.Redis.ConnectionString),
]);
using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = learning.Address };
client.DefaultRequestHeaders.Add("X-Experience-API-Version", "2.0.0");
var tokenUntil = TimeSpan.FromHours(2);
client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issuer.Token("subsidiary", "client", "G/", ["Subsidiary@G/"], ["learning"], tokenUntil));

var stored = 0L;
var ingest = await Rounds.Interleave(Rounds.Default,
    ("COPY, statements/s", () => CopyLimit.Run(database, seconds)),
    ("batches of 50, statements/s", () => Ingest(50, 8)),
    ("batches of 5, statements/s", () => Ingest(5, 48)));

// Every acknowledged statement is there, once.
var there = await BenchServers.Ask<long>(database, "SELECT count(*) FROM xapi_statements WHERE unit_path = 'G/'");
var ids = await BenchServers.Ask<long>(database, "SELECT count(DISTINCT id) FROM xapi_statements WHERE unit_path = 'G/'");
if (there != Interlocked.Read(ref stored) || ids != there) throw new InvalidOperationException($"Acknowledged {stored}, stored {there}, distinct {ids}.");

Console.WriteLine($"  filling up to {size:N0} statements");
var filled = Stopwatch.StartNew();
await CopyLimit.Fill(database, size);
foreach (var table in (string[])["xapi_statements", "xapi_keys", "xapi_ids"]) await BenchServers.Execute(database, $"VACUUM (ANALYZE) {table}");
Console.WriteLine($"  filled in {filled.Elapsed.TotalSeconds:0} s");
var (byAgent, byActivity) = (await Read(random => "agent=" + Uri.EscapeDataString(Statements.Actor(random.Next(Statements.Learners)))), await Read(random => "activity=" + Statements.Activity(random.Next(Statements.Lessons))));

var fifty = Rounds.Median(ingest["batches of 50, statements/s"]);
Report.End("xapi", Rounds.Default,
    Bar.AtLeast("batches of 50 against COPY", Rounds.MedianRatio(ingest["batches of 50, statements/s"], ingest["COPY, statements/s"]), "x", 0.25),
    Bar.AtLeast("batches of 50", fifty, "statements/s", 6000),
    Bar.AtLeast("batches of 5", Rounds.Median(ingest["batches of 5, statements/s"]), "statements/s", 2500),
    Bar.AtMost($"read by agent over {size:N0}, p99", byAgent, "ms", 20),
    Bar.AtMost($"read by activity over {size:N0}, p99", byActivity, "ms", 20));

async Task<double> Ingest(int batch, int concurrency)
{
    // Bodies are made beforehand: the load must not pay for them while it runs.
    var bodies = Enumerable.Range(0, batch == 50 ? 4000 : 12000).Select(_ => Statements.Batch(Random.Shared, batch)).ToArray();
    var (next, done) = (-1, 0L);
    var watch = Stopwatch.StartNew();
    await Task.WhenAll(Enumerable.Range(0, concurrency).Select(async _ =>
    {
        while (watch.Elapsed < TimeSpan.FromSeconds(seconds) && Interlocked.Increment(ref next) is var index && index < bodies.Length)
        {
            using var content = new ByteArrayContent(bodies[index]);
            content.Headers.ContentType = new("application/json");
            using var answer = await client.PostAsync(new Uri("xapi/statements", UriKind.Relative), content);
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            Interlocked.Add(ref done, batch);
        }
    }));
    Interlocked.Add(ref stored, done);
    return done / watch.Elapsed.TotalSeconds;
}

async Task<double> Read(Func<Random, string> filter)
{
    var random = new Random(7);
    var times = new List<double>();
    for (var number = 0; number < 1200; number++)
    {
        var watch = Stopwatch.StartNew();
        using var answer = await client.GetAsync(new Uri($"xapi/statements?limit=20&{filter(random)}", UriKind.Relative));
        var body = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        if (number >= 200) times.Add(watch.Elapsed.TotalMilliseconds);
        if (!body.Contains("\"statements\":[{", StringComparison.Ordinal)) throw new InvalidOperationException("A search over the whole store found nothing.");
    }

    return Rounds.Percentile(times, 0.99);
}

int Argument(string name, int otherwise) =>
    Array.IndexOf(args, name) is >= 0 and var at ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
