using System.Globalization;
using Ronghe.Bench;
using Ronghe.Bench.Ledger;
using Ronghe.NativeHost.Servers;

// ./bench.sh ledger [--seconds 8] [--leaves 1000000]
var seconds = Argument("--seconds", 8);
var leaves = Argument("--leaves", 1_000_000);

var folder = Directory.CreateTempSubdirectory("ronghe-bench-ledger-");
await using var postgres = await PostgresServer.StartAsync(Path.Combine(folder.FullName, "postgres"), new() { Durable = true });
try
{
    // One server, two databases of the same shape: in one the acts are leaves, in the other nobody takes them in.
    await using var with = await ActsUnderTest.StartAsync(postgres, "with", ledger: true, folder.FullName);
    await using var without = await ActsUnderTest.StartAsync(postgres, "without", ledger: false, folder.FullName);
    Console.WriteLine("  acts a second, one durable transaction each (case row, act, opinion)");
    var rounds = await Rounds.Interleave(Rounds.Default,
        ("without a ledger", () => without.Run(TimeSpan.FromSeconds(seconds))),
        ("leaves, heads and proofs", () => with.Run(TimeSpan.FromSeconds(seconds))));
    await with.CheckWhole();

    Console.WriteLine($"  a tree of {leaves:N0} leaves");
    var (proof, checkedProofs) = await MillionLeaves.Prove(with, leaves);
    Console.WriteLine($"  {checkedProofs:N0} proofs led to the root");

    Report.End("ledger", Rounds.Default,
        Bar.AtMost("cost of the ledger", 1 - Rounds.MedianRatio(rounds["leaves, heads and proofs"], rounds["without a ledger"]), "share", 0.20),
        Bar.AtMost("head published after commit, p99", Rounds.Percentile(with.Delays, 0.99), "s", 1),
        Bar.AtMost($"proof of one leaf in {leaves:N0}, p99", proof, "ms", 5));
}
finally
{
    await postgres.DisposeAsync();
    folder.Delete(recursive: true);
}

int Argument(string name, int otherwise)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
