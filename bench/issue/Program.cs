using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Bench;
using Ronghe.Testing;

// A programme issued to everyone: claims, caps, ledger, events. Then once more, killed -9 in the middle.
var people = WelfareGround.Argument(args, "scale", 100_000);
await using var ground = await ServiceGround.StartAsync("Welfare", "welfaredb");
var service = await ground.Launch();
await WelfareGround.People(ground, people);
var entitled = await ground.Ask<long>("SELECT count(*) FROM directory_people WHERE union_member");
using var union = WelfareGround.Union(ground, service.Address);
await WelfareGround.Budget(union, people * 1000m);

var plan = new { mode = "Issue", ruleCode = "union-members" };
var seconds = new List<double>();
for (var round = 0; round < 3; round++)
{
    var programme = await WelfareGround.Published(ground, union, 100m, plan);
    var watch = Stopwatch.StartNew();
    await WelfareGround.Post(union, $"api/v1/welfare/programmes/{programme}/start", null);
    await Finished(union, programme);
    seconds.Add(watch.Elapsed.TotalSeconds);
    Console.WriteLine($"  round {round + 1}: {entitled} people in {seconds[^1]:0.00} s");
    await CheckEverybody(programme);
}

var killed = await WelfareGround.Published(ground, union, 100m, plan);
await WelfareGround.Post(union, $"api/v1/welfare/programmes/{killed}/start", null);
await Eventually.True(async () => await ground.Ask<int>($"SELECT issued FROM issue_jobs WHERE programme_id = '{killed}'") is var issued && issued > 0 && issued < entitled, "in the middle", TimeSpan.FromSeconds(60));
await service.Kill9Async();
Console.WriteLine($"  killed after {await ground.Ask<int>($"SELECT issued FROM issue_jobs WHERE programme_id = '{killed}'")} people");
await service.StartAgainAsync();
await Finished(union, killed);
await CheckEverybody(killed);
await WelfareGround.CheckBooks(union, entitled * 400m);
Report.End("issue", seconds.Count, Bar.AtMost($"issue to {people} people", Rounds.Median(seconds.Skip(1)), "s", 10));

async Task Finished(HttpClient client, Guid programme) => await Eventually.True(
    async () => (bool)(await client.GetFromJsonAsync<JsonNode>($"api/v1/welfare/programmes/{programme}/issue"))!["finished"]!, "issued", TimeSpan.FromMinutes(5));

// Nobody twice, nobody missed, each with one entry of two sides.
async Task CheckEverybody(Guid programme)
{
    var (claims, distinct) = (
        await ground.Ask<long>($"SELECT count(*) FROM claims WHERE programme_id = '{programme}'"),
        await ground.Ask<long>($"SELECT count(DISTINCT c.person_id) FROM claims c JOIN ledger_postings p ON p.entry_id = c.entry_id AND p.amount = 100 WHERE c.programme_id = '{programme}'"));
    if (claims != entitled || distinct != entitled) throw new InvalidOperationException($"{claims} claims of {distinct} people instead of {entitled}.");
}
