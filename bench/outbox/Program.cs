using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Npgsql;
using Ronghe.Bench;
using Ronghe.NativeHost.Servers;
using Ronghe.Testing;

// How fast does a committed change become an effect elsewhere? Order + event in one transaction → relay → confirmed → consumer:
// booking + inbox row in one transaction. Service, PostgreSQL (durable) and RabbitMQ share the machine's cores, as the peers do.
//   ./bench.sh outbox [--scale 0.1]
if (args is ["service"])
{
    await OrdersService.Run();
    return;
}

var scale = args is ["--scale", var text] ? double.Parse(text, CultureInfo.InvariantCulture) : 1;
var orders = (int)(20_000 * scale);
var folder = Directory.CreateTempSubdirectory("ronghe-bench-outbox-").FullName;
await using var postgres = await PostgresServer.StartAsync(Path.Combine(folder, "postgres"));
await using var rabbit = await RabbitServer.StartAsync(Path.Combine(folder, "rabbit"));
await postgres.CreateDatabaseAsync("ordersdb");
var database = postgres.ConnectionString("ordersdb");
await using var sql = NpgsqlDataSource.Create(database);
var address = new Uri($"http://127.0.0.1:{FreePort()}");
using var service = Start(address);
using var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
try
{
    await Eventually.Holds(async () => (await client.GetAsync(new Uri("health", UriKind.Relative))).EnsureSuccessStatusCode());
    await Measure();
}
finally
{
    service.Kill();
    await service.WaitForExitAsync();
}

Directory.Delete(folder, recursive: true);

async Task Measure()
{
    var figures = await Rounds.Interleave(Rounds.Default,
        ("committed to effect", Throughput),
        ("bare order+outbox insert", () => Peers.BareInsert(database, Math.Max(5, (int)(10 * scale)), 8)),
        ("raw confirmed publish", () => Peers.RawPublish(rabbit.ConnectionString, orders)));
    var p99 = await Paced((int)(20_000 * scale), 500);
    var idle = await Idle(TimeSpan.FromSeconds(20));

    var (placed, booked, distinct) = (await Ask("SELECT count(*) FROM orders"), await Ask("SELECT count(*) FROM bookings"), await Ask("SELECT count(DISTINCT order_id) FROM bookings"));
    var failed = await Ask("SELECT count(*) FROM failed_messages");
    if (placed != distinct || booked != distinct || failed != 0) throw new InvalidOperationException($"{placed} orders, {distinct} of them booked, {booked} bookings, {failed} failures.");
    Report.End("outbox", Rounds.Default,
        Bar.AtLeast("committed to effect", Rounds.Median(figures["committed to effect"]), "1/s", 3000),
        Bar.AtLeast("against the bare order+outbox insert", Rounds.MedianRatio(figures["committed to effect"], figures["bare order+outbox insert"]), "x", 0.25),
        Bar.AtLeast("against raw confirmed publishing", Rounds.MedianRatio(figures["committed to effect"], figures["raw confirmed publish"]), "x", 0),
        Bar.AtMost("p99 commit to effect at 500/s", p99, "ms", 50),
        Bar.AtMost("lost", placed - distinct, "messages", 0),
        Bar.AtMost("doubled", booked - distinct, "messages", 0),
        Bar.AtMost("idle queries of the service", idle, "1/s", 1));
}

// From the first order until the last effect is there.
async Task<double> Throughput()
{
    var (before, watch) = (await Ask("SELECT count(*) FROM bookings"), Stopwatch.StartNew());
    await Post($"orders?count={orders}&writers=16");
    await Eventually.Holds(async () => { if (await Ask("SELECT count(*) FROM bookings") < before + orders) throw new TimeoutException("Effects are missing."); }, TimeSpan.FromMinutes(5));
    return orders / watch.Elapsed.TotalSeconds;
}

async Task<double> Paced(int count, int perSecond)
{
    var before = await Ask("SELECT count(*) FROM bookings");
    (await client.DeleteAsync(new Uri("ages", UriKind.Relative))).EnsureSuccessStatusCode();
    await Post($"paced?count={count}&perSecond={perSecond}");
    await Eventually.Holds(async () => { if (await Ask("SELECT count(*) FROM bookings") < before + count) throw new TimeoutException("Effects are missing."); }, TimeSpan.FromMinutes(5));
    return Rounds.Percentile((await client.GetFromJsonAsync<double[]>(new Uri("ages", UriKind.Relative)))!, 0.99);
}

// Transactions of everybody but this bench, which asks twice.
async Task<double> Idle(TimeSpan time)
{
    const string commits = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'ordersdb'";
    var before = await Ask(commits);
    await Task.Delay(time);
    return Math.Max(0, await Ask(commits) - before - 1) / time.TotalSeconds;
}

int FreePort()
{
    using var probe = new TcpListener(IPAddress.Loopback, 0);
    probe.Start();
    return ((IPEndPoint)probe.LocalEndpoint).Port;
}

async Task Post(string path) => (await client.PostAsync(new Uri(path, UriKind.Relative), null)).EnsureSuccessStatusCode();

async Task<long> Ask(string question)
{
    await using var command = sql.CreateCommand(question);
    return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
}

Process Start(Uri at) => Process.Start(new ProcessStartInfo("dotnet", [Environment.GetCommandLineArgs()[0], "service"])
{
    Environment =
    {
        ["ASPNETCORE_URLS"] = at.AbsoluteUri,
        ["ConnectionStrings__ordersdb"] = database,
        ["ConnectionStrings__messaging"] = rabbit.ConnectionString,
        ["Identity__Issuer"] = "http://identity.test/",
        ["Database__MaxPoolSize"] = "20",
    },
})!;
