using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Ronghe.Bench;

// Many people after few pieces. "ours": the service, two replicas, over HTTP. "naive": Naive.cs, over HTTP. "bare": pgbench, bare.sql.
if (args is ["naive", var database, var port]) return await Naive.Serve(database, port);

var people = WelfareGround.Argument(args, "scale", 20_000);
var stock = people / 4;
await using var ground = await ServiceGround.StartAsync("Welfare", "welfaredb");
var first = await ground.Launch();
var second = await ground.Launch();
await WelfareGround.People(ground, people);
await ground.Execute("UPDATE directory_people SET union_member = true; " + File.ReadAllText(Path.Combine(Load.Folder, "naive.sql")));
using var union = WelfareGround.Union(ground, first.Address);
await WelfareGround.Budget(union, people * 1000m);
var persons = (await ground.Ask<Guid[]>("SELECT array_agg(id ORDER BY random()) FROM directory_people")).Select(id => (id, Token: ground.Issuer.Token(
    id.ToString(), "person", WelfareGround.Unit, [$"Staff@{WelfareGround.Unit}"], ["welfare"], TimeSpan.FromHours(2)))).ToArray();
using var naive = Process.Start("dotnet", [Environment.GetCommandLineArgs()[0], "naive", ground.Database, "18931"]);
var (claims, naiveAddress) = (0m, new Uri("http://127.0.0.1:18931/"));
try
{
    await Ronghe.Testing.Eventually.True(async () => { using var client = new HttpClient(); return (await client.GetAsync(naiveAddress)).IsSuccessStatusCode; }, "naive is up");
    var figures = await Rounds.Interleave(
        Rounds.Default,
        ("ours, claims/s", async () => await Load.Closed([first.Address, second.Address], await Open(), persons, stock)),
        ("naive, claims/s", async () =>
        {
            await ground.Execute($"TRUNCATE naive_claims, naive_entries; UPDATE naive_stock SET remaining = {stock}");
            return await Load.Closed([naiveAddress], Guid.Empty, persons, stock);
        }),
        ("bare, claims/s", Bare));
    var latencies = await Load.OpenLoop([first.Address, second.Address], await Open(), persons, perSecond: 1500);
    await WelfareGround.CheckBooks(union, claims * 50m);
    Report.End("claims", Rounds.Default,
        Bar.AtLeast("ours to naive", Rounds.MedianRatio(figures["ours, claims/s"], figures["naive, claims/s"]), "x", 3),
        Bar.AtLeast("ours to bare", Rounds.MedianRatio(figures["ours, claims/s"], figures["bare, claims/s"]), "x", 1),
        Bar.AtMost("p99 at 1,500 claims/s", Rounds.Percentile(latencies, 0.99), "ms", 250));
}
finally
{
    naive.Kill();
    await naive.WaitForExitAsync();
}

return 0;

// A fresh programme; the one before is checked: exactly the stock, one a person.
async Task<Guid> Open()
{
    var wrong = await ground.Ask<long>($"SELECT count(*) FROM (SELECT programme_id FROM claims GROUP BY 1 HAVING count(*) <> {stock} OR count(DISTINCT person_id) <> {stock}) w");
    if (wrong > 0) throw new InvalidOperationException($"{wrong} programmes gave not exactly {stock} pieces to {stock} people.");
    var now = TimeProvider.System.GetUtcNow();
    var programme = await WelfareGround.Published(ground, union, 50m, new
    {
        mode = "Claim", ruleCode = "union-members", opensAt = now.AddHours(-1), closesAt = now.AddDays(1), gifts = new[] { new { code = "rice", name = "米", nameEn = "Rice", stock } },
    });
    await WelfareGround.Post(union, $"api/v1/welfare/programmes/{programme}/start", null);
    claims += stock;
    return programme;
}

async Task<double> Bare()
{
    await ground.Execute($"TRUNCATE naive_claims; UPDATE naive_stock SET remaining = 1000000000");
    var server = new Npgsql.NpgsqlConnectionStringBuilder(ground.Database);
    var start = new ProcessStartInfo("pgbench", ["-n", "-M", "prepared", "-c", "16", "-j", "2", "-T", "5", "-f", Path.Combine(Load.Folder, "bare.sql"),
        "-h", server.Host!, "-p", server.Port.ToString(CultureInfo.InvariantCulture), "-U", server.Username!, server.Database!])
    {
        RedirectStandardOutput = true, Environment = { ["PGPASSWORD"] = server.Password },
    };
    using var pgbench = Process.Start(start)!;
    var line = (await pgbench.StandardOutput.ReadToEndAsync()).Split('\n').Single(text => text.StartsWith("tps", StringComparison.Ordinal));
    return double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
}
