using System.Diagnostics;
using System.Globalization;
using Ronghe.Bench;
using Ronghe.Bench.Exam;
using Ronghe.Testing;

// ./bench.sh exam [--learners 20000] [--think 30]    think: the shortest pause before a page in seconds; the longest is three times that
// A single long run: everybody starts within 30 s, eight pages of two questions, the service is killed -9 once in the middle.
var learners = Argument("--learners", 20_000);
var think = Argument("--think", 30);

await using var servers = await BenchServers.StartAsync();
await using var issuer = await Issuer.StartAsync();
await using var directory = await SmallDirectory.StartAsync();
var database = await servers.CreateDatabase("learningdb");
await using var learning = await ServiceUnderTest.StartAsync("Learning",
[
    .. issuer.Settings, .. directory.Settings, new("Platform:Secret", "a-secret-of-the-bench"),
    new("ConnectionStrings:learningdb", database), new("ConnectionStrings:messaging", servers.Rabbit.ConnectionString), new("ConnectionStrings:cache", servers.Redis.ConnectionString),
]);

var exam = await Room.Open(database, learning.Address, issuer);
Console.WriteLine($"  issuing {learners:N0} tokens");
var people = Enumerable.Range(0, learners).Select(_ => new Learner(issuer, exam)).ToList();
using var load = new Load(learning.Address);
await load.WarmUp(people.Take(Math.Min(200, learners)));

Console.WriteLine($"  {learners:N0} learners start within 30 s, {think}–{think * 3} s before each of 8 pages");
var watch = Stopwatch.StartNew();
var sitting = Task.WhenAll(people.Skip(Math.Min(200, learners)).Select(person => person.Sit(load, TimeSpan.FromSeconds(think), watch)));
var killAt = TimeSpan.FromSeconds(30 + (think * 4));
await Task.WhenAny(Task.Delay(killAt), sitting);
Console.WriteLine($"  kill -9 after {watch.Elapsed.TotalSeconds:0} s");
load.KilledAt = watch.Elapsed;
await learning.Kill9Async();
await learning.StartAgainAsync();
Console.WriteLine($"  up again after {(watch.Elapsed - load.KilledAt.Value).TotalSeconds:0.0} s");
await sitting;

var lost = await Room.CountLost(database, people);
if (people.Sum(person => person.Acknowledged.Count) == 0) throw new InvalidOperationException("Nothing was acknowledged.");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"  {load.Starts.Count:N0} starts, {load.Answers.Count:N0} answers outside the 10 s after the kill, {load.Excluded:N0} inside, {load.Retries:N0} retries, {watch.Elapsed.TotalSeconds:0} s"));
Report.End("exam", 1,
    Bar.AtMost($"{learners:N0} learners: start, p95", Rounds.Percentile(load.Starts, 0.95), "ms", 1000),
    Bar.AtMost("answer acknowledged outside the 10 s after the kill, p99", Rounds.Percentile(load.Answers, 0.99), "ms", 300),
    Bar.AtMost("acknowledged answers lost", lost, "answers", 0));

int Argument(string name, int otherwise) =>
    Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
