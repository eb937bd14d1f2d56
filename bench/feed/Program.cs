using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ronghe.Bench;
using Ronghe.Bench.Feed;
using Ronghe.Contracts.Identity;
using Ronghe.Testing;

// ./bench.sh feed [--people 100000] [--rules 500] [--requests 4000] [--rate 50]
var people = Argument("--people", 100_000);
var rules = Argument("--rules", 500);
var requests = Argument("--requests", 4000);
var rate = Argument("--rate", 50);

await using var servers = await BenchServers.StartAsync();
await using var issuer = await Issuer.StartAsync();
await using var directory = await SmallDirectory.StartAsync();
var database = await servers.CreateDatabase("learningdb");
await using var learning = await ServiceUnderTest.StartAsync("Learning",
[
    .. issuer.Settings, .. directory.Settings, new("Platform:Secret", "a-secret-of-the-bench"),
    new("ConnectionStrings:learningdb", database), new("ConnectionStrings:messaging", servers.Rabbit.ConnectionString), new("ConnectionStrings:cache", servers.Redis.ConnectionString),
]);

var filling = Stopwatch.StartNew();
await Group.Fill(database, people, rules);
await Group.WaitUntilTargeted(database);
Console.WriteLine($"  {people:N0} people, {rules} rules, {await BenchServers.Ask<long>(database, "SELECT count(*) FROM audience_members"):N0} memberships after {filling.Elapsed.TotalSeconds:0} s");
await BenchServers.Execute(database, "VACUUM (ANALYZE) audience_members");
await BenchServers.Execute(database, "VACUUM (ANALYZE) directory_people");

using var client = new HttpClient { BaseAddress = learning.Address };
var asked = Enumerable.Range(0, 1000).Select(_ => Random.Shared.Next(people)).Select(number => (number, token: issuer.Person(Group.IdOf(number), Group.UnitOf(number)))).ToList();

// One after the other first: a service that has just started compiles its code, and connections are made.
foreach (var (number, token) in asked.Take(300)) await ReadFeed(number, token, []);
var figures = await Rounds.Interleave(Rounds.Default, ("home feed, p99 ms", ReadFeeds));

await using var wire = await Wire.ConnectAsync(servers.Rabbit.ConnectionString);
var moves = await Rounds.Interleave(Rounds.Default, ("1,000 people moved and re-targeted, s", Move));
Report.End("feed", Rounds.Default,
    Bar.AtMost($"home feed of one among {people:N0} under {rules} rules, p99", Rounds.Median(figures["home feed, p99 ms"]), "ms", 15),
    Bar.AtMost("1,000 people moved and re-targeted", moves["1,000 people moved and re-targeted, s"].Max(), "s", 5));

// So many a second, whether or not the service keeps up.
async Task<double> ReadFeeds()
{
    var figures = new ConcurrentBag<double>();
    using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate));
    var sent = new List<Task>();
    for (var request = 0; request < requests / Rounds.Default; request++)
    {
        await timer.WaitForNextTickAsync();
        var (number, token) = asked[Random.Shared.Next(asked.Count)];
        sent.Add(ReadFeed(number, token, figures));
    }

    await Task.WhenAll(sent);
    return Rounds.Percentile(figures, 0.99);
}

async Task ReadFeed(int number, string token, ConcurrentBag<double> figures)
{
    var watch = Stopwatch.StartNew();
    using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/learning/feed") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
    using var answer = await client.SendAsync(request);
    var body = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    figures.Add(watch.Elapsed.TotalMilliseconds);
    if (JsonNode.Parse(body)!["assigned"]!.AsArray().Count == 0) throw new InvalidOperationException($"Nothing is assigned to person {number}, who is in the rule for everybody.");
}

// A thousand people of one unit move to a unit that has a rule of its own; done when all of them stand in its audience and none in the old one's.
async Task<double> Move()
{
    var (from, to) = (Group.NextUnit(), Group.NextUnit());
    var movers = Group.SomeOf(people, 1000);
    await Tell(movers, from);
    await Group.WaitUntilMembers(database, from, movers);
    var watch = Stopwatch.StartNew();
    await Tell(movers, to);
    await Group.WaitUntilMembers(database, to, movers);
    return watch.Elapsed.TotalSeconds;
}

async Task Tell(IReadOnlyList<Guid> movers, string unitPath)
{
    foreach (var mover in movers) await wire.Tell(new PersonMoved(mover, Group.NextVersion(), Group.Facts(unitPath), TimeProvider.System.GetUtcNow()));
}

int Argument(string name, int otherwise) =>
    Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
