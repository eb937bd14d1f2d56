using System.Globalization;
using Ronghe.Bench;
using Ronghe.Bench.Evidence;
using Ronghe.Testing;

// Events consumed into indicators, end to end from RabbitMQ: lessons completed, in a quorum queue when the service starts, until the last is
// evidence, a fact, and a head that scores are made of. Durable PostgreSQL, the service as a Release process. A last round kills it twice
// and tells some events twice.  ./bench.sh evidence [--events 60000] [--rounds 5]
var (events, rounds) = (Argument("--events", 60_000), Argument("--rounds", Rounds.Default));
await using var servers = await BenchServers.StartAsync();
await using var issuer = await Issuer.StartAsync();
await using var directory = await SmallDirectory.StartAsync();
var database = await servers.CreateDatabase("assessmentdb");
await using var assessment = await ServiceUnderTest.StartAsync("Assessment",
[
    .. issuer.Settings, .. directory.Settings,
    new("ConnectionStrings:assessmentdb", database), new("ConnectionStrings:messaging", servers.Rabbit.ConnectionString), new("ConnectionStrings:cache", servers.Redis.ConnectionString),
]);

var told = 0L;
var figures = new List<double>();
for (var round = 0; round <= rounds; round++)
{
    var rate = await Round();
    if (round > 0) figures.Add(rate);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {(round == 0 ? "warm-up" : $"round {round}")}  {rate:0} events/s"));
}

await assessment.Kill9Async();
await Crowd.Tell(servers.Rabbit.ConnectionString, told, events, twice: true);
var running = assessment.StartAgainAsync();
foreach (var share in new[] { 0.3, 0.6 })
{
    await running;
    await Until(told + (long)(events * share));
    await assessment.Kill9Async();
    running = assessment.StartAgainAsync();
}

await running;
told += events;
await Until(told);
await QueuesEmpty();
var (heads, facts, evidence) = (await Heads(), await Count("facts"), await Count("evidence"));
Console.WriteLine($"  after two kills: told {told}, evidence {evidence}, facts {facts}, heads {heads}");
Report.End("evidence", rounds,
    Bar.AtLeast("events consumed into facts and heads", Rounds.Median(figures), "1/s", 5000),
    Bar.AtMost("lost", told - heads, "events", 0),
    Bar.AtMost("doubled", facts - heads + (evidence - heads), "events", 0));

// The first tenth is the process warming up.
async Task<double> Round()
{
    await assessment.Kill9Async();
    await Crowd.Tell(servers.Rabbit.ConnectionString, told, events, twice: false);
    var started = assessment.StartAgainAsync();
    await Until(told + (events / 10));
    var (start, from) = (TimeProvider.System.GetTimestamp(), await Heads());
    told += events;
    await Until(told);
    var rate = (told - from) / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    await started;
    return rate;
}

Task<long> Heads() => Count("fact_heads WHERE value = 1");

Task<long> Count(string from) => BenchServers.Ask<long>(database, $"SELECT count(*) FROM {from}");

Task Until(long count) => Eventually.True(async () => await Heads() >= count, $"{count} heads", TimeSpan.FromMinutes(5));

async Task QueuesEmpty()
{
    using var management = servers.Rabbit.ManagementClient();
    await Eventually.True(async () => !(await management.GetStringAsync(new Uri("api/queues", UriKind.Relative)))
        .Split("\"messages\":").Skip(1).Any(part => !part.StartsWith('0')), "the queues are empty", TimeSpan.FromMinutes(2));
}

int Argument(string name, int otherwise) =>
    Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
