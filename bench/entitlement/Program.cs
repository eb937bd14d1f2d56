using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Bench;

// Twenty rules over everybody, over HTTP: cost by unit and line, and the reasons, in one pass.
var people = WelfareGround.Argument(args, "scale", 100_000);
await using var ground = await ServiceGround.StartAsync("Welfare", "welfaredb");
var service = await ground.Launch();
await WelfareGround.People(ground, people);
using var union = WelfareGround.Union(ground, service.Address);
string[] leaders = ["TeamLeader"], units = ["G/B01/X0", "G/B01/X1"], birthdays = ["Birthday"];
var rules = new List<string>();
for (var index = 0; index < 20; index++)
{
    rules.Add($"bench-{index}");
    await WelfareGround.Post(union, "api/v1/welfare/rules", new
    {
        code = rules[^1], name = "试算", nameEn = "Bench",
        clauses = new object[][]
        {
            [new { fact = "UnionMember" }],
            [new { fact = "YearsOfService", atLeast = index }, new { fact = "Post", anyOf = leaders }],
            [new { fact = "Unit", anyOf = units }],
            [new { fact = "BirthMonth", anyOf = new[] { $"{index % 12 + 1}", $"{(index + 6) % 12 + 1}" } }, new { fact = "PartyMember" }],
            [new { fact = "HadThisYear", anyOf = birthdays, atMost = 0 }],
        },
    });
}

var seconds = new List<double>();
for (var round = 0; round <= Rounds.Default; round++)
{
    var watch = Stopwatch.StartNew();
    var answer = await WelfareGround.Post(union, "api/v1/welfare/rules/comparison", new { ruleCodes = rules, amountPerPerson = 100m });
    if (round > 0) seconds.Add(watch.Elapsed.TotalSeconds);
    Console.WriteLine($"  {(round == 0 ? "warm-up" : $"round {round}")}: {watch.Elapsed.TotalSeconds:0.00} s");
    var counted = (int)answer["rules"]![0]!["entitled"]!;
    var expected = await ground.Ask<long>("""
        SELECT count(*) FROM directory_people WHERE union_member AND (birth_month IN (1, 7) OR party_member) AND unit_path ~ '^G/B01/X[01]'
        """);
    if ((int)answer["people"]! != people || counted != expected) throw new InvalidOperationException($"{counted} entitled instead of {expected}.");
}

var peak = long.Parse(File.ReadLines($"/proc/{service.Process.Id}/status").Single(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) / 1024.0;
Report.End("entitlement", seconds.Count,
    Bar.AtMost($"20 rules over {people} people", Rounds.Median(seconds), "s", 3), Bar.AtMost("peak memory of the service", peak, "MB", 400));
