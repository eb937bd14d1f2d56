using System.Text;
using Ronghe.ScoreVerifier;

// score-verifier SNAPSHOT [HASH]: computes a score again from its snapshot, without the platform. 0: it comes out; 1: it does not; 2: not a snapshot.
if (args.Length is < 1 or > 2)
{
    await Console.Error.WriteLineAsync("score-verifier SNAPSHOT [HASH]");
    return 2;
}

try
{
    var text = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(args[0]));
    var result = SnapshotCheck.Run(text);
    Console.WriteLine($"total  {result.Total ?? "(missing data)"}");
    Console.WriteLine($"hash   {result.Hash}");
    if (result.Difference is { } difference) return Fail($"It does not come out: {difference}");
    if (args.Length == 2 && !string.Equals(args[1], result.Hash, StringComparison.OrdinalIgnoreCase)) return Fail("It is not the snapshot of that hash.");
    Console.WriteLine("verified");
    return 0;
}
catch (Exception exception) when (exception is FormatException or IOException or System.Text.Json.JsonException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"Not a snapshot that can be read: {exception.Message}");
    return 2;
}

static int Fail(string what)
{
    Console.WriteLine(what);
    return 1;
}
