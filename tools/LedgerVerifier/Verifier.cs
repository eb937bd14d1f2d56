using System.Text.Json;

namespace Ronghe.LedgerVerifier;

/// <summary>Checks what the power-items ledger handed out, with nothing but the files. Exit code 0: nothing is wrong; 1: findings; 2: the files cannot be read.</summary>
public static class Verifier
{
    private const string Usage = """
        存证账本校验器 / Ledger verifier

        pack PACK.zip [--head KEPT.json]… [--proof CONSISTENCY.json]… [--receipt RECEIPT.json]… [--log ID] [--witness ID]…
            校验证据包；与另行保存的树头、本人手中的回执核对 / checks an evidence pack, against heads kept elsewhere and receipts
        heads FIRST.json SECOND.json [--proof CONSISTENCY.json] --keys KEYS.json [--log ID]
            核对两个树头是否同属一本未被改动的账本 / checks that two heads are of one log that only grew
        log ENTRIES.json… --head HEAD.json --keys KEYS.json [--receipt RECEIPT.json]… [--log ID]
            由全部叶子重算整棵树，并核对回执 / rebuilds the whole tree from its entries, and looks for receipts in it
        """;

    /// <summary>Runs one command line and writes what was found, in Chinese and English.</summary>
    /// <param name="clock">Tells which receipts are due; the machine's when null.</param>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(output);
        var findings = new Findings();
        try
        {
            if (Options.Parse(arguments, clock ?? TimeProvider.System) is not { } options)
            {
                output.WriteLine(Usage);
                return 2;
            }

            switch (options.Command)
            {
                case "pack":
                    PackCheck.Run(options, findings);
                    break;
                case "heads":
                    HeadCheck.Run(options, findings);
                    break;
                default:
                    LogCheck.Run(options, findings);
                    break;
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or JsonException or FormatException or KeyNotFoundException
            or InvalidOperationException or UnauthorizedAccessException or ArgumentException)
        {
            output.WriteLine($"无法读取 / Cannot be read: {exception.Message}");
            return 2;
        }

        findings.Write(output);
        return findings.Count == 0 ? 0 : 1;
    }
}

/// <summary>A parsed command line.</summary>
internal sealed record Options(string Command, IReadOnlyList<string> Files, ILookup<string, string> Named, TimeProvider Clock)
{
    private static readonly string[] Names = ["--head", "--proof", "--receipt", "--log", "--witness", "--keys"];

    internal IEnumerable<string> All(string name) => Named[name];

    internal string? One(string name) => Named[name].LastOrDefault();

    internal string Needed(string name) => One(name) ?? throw new ArgumentException($"{name} is needed");

    internal static Options? Parse(IReadOnlyList<string> arguments, TimeProvider clock)
    {
        if (arguments.Count < 2 || arguments[0] is not ("pack" or "heads" or "log")) return null;
        var (files, named) = (new List<string>(), new List<(string Name, string Value)>());
        for (var index = 1; index < arguments.Count; index++)
        {
            if (!arguments[index].StartsWith("--", StringComparison.Ordinal)) files.Add(arguments[index]);
            else if (Names.Contains(arguments[index]) && index + 1 < arguments.Count) named.Add((arguments[index], arguments[++index]));
            else return null;
        }

        var fits = arguments[0] switch { "pack" => files.Count == 1, "heads" => files.Count == 2, _ => files.Count > 0 };
        return fits ? new Options(arguments[0], files, named.ToLookup(one => one.Name, one => one.Value), clock) : null;
    }
}
