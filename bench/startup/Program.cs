using System.Globalization;
using Ronghe.Bench;
using Ronghe.Bench.Startup;
using Ronghe.Testing;

// From ./run.sh to all healthy: once on an empty data folder, then again and again on the folder of the first. No peer: what is
// measured is this platform's own start, and ./run.sh is the program under test.
var rounds = args is ["--rounds", var given] ? int.Parse(given, CultureInfo.InvariantCulture) : Rounds.Default;
await Start.Build();
var folder = Directory.CreateTempSubdirectory("ronghe-startup-");
File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
try
{
    var first = await Start.Measure(folder.FullName);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  first start {first:0.0} s (makes and seeds everything; it warms up the rounds)"));
    var seconds = new List<double>();
    for (var round = 1; round <= rounds; round++)
    {
        seconds.Add(await Start.Measure(folder.FullName));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  round {round}  second start {seconds[^1]:0.0} s"));
    }

    Report.End("startup", rounds, Bar.AtMost("second start to all healthy", Rounds.Median(seconds), "s", 25));
}
finally
{
    folder.Delete(recursive: true);
}
