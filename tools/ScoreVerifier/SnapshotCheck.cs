using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ronghe.ScoreVerifier;

/// <summary>What came out.</summary>
/// <param name="Difference">What the snapshot says and what was computed; null when they agree.</param>
internal sealed record CheckResult(string? Total, string Hash, string? Difference);

/// <summary>Computes every figure, all points and the total of a snapshot again, writes it canonically and hashes it.</summary>
internal static class SnapshotCheck
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static CheckResult Run(string text)
    {
        if (JsonNode.Parse(text) is not JsonObject snapshot || (string?)snapshot["format"] != "ronghe-score-1") throw new FormatException("no ronghe-score-1");
        var claimed = (string?)snapshot["total"];
        string? difference = null;
        var (weighed, known, bonus, vetoed, missing) = (0m, 0m, 0m, false, false);
        foreach (var indicator in snapshot["indicators"]!.AsArray().Cast<JsonObject>())
        {
            var figure = Figure(indicator);
            var points = Points.Of(indicator, figure);
            difference ??= Differs(indicator, "figure", figure) ?? Differs(indicator, "points", points);
            Put(indicator, "figure", figure);
            Put(indicator, "points", points);
            switch ((string)indicator["kind"]!)
            {
                case "Bonus": bonus += points ?? 0; break;
                case "Veto": (vetoed, missing) = (vetoed || points == 1, missing || points is null); break;
                default:
                    var weight = Number(indicator["weight"])!.Value;
                    if (points is null) missing = true;
                    else (weighed, known) = (weighed + (weight * points.Value), known + weight);
                    break;
            }
        }

        var adjustment = snapshot["adjustments"]!.AsArray().Sum(row => Number(row!["points"])!.Value);
        decimal? total = Points.Round(Math.Max(0, (weighed / 100) + bonus + adjustment));
        if (vetoed) total = Math.Min(total.Value, Number(snapshot["vetoCap"])!.Value);
        if (missing) total = null;
        Put(snapshot, "total", total);
        Put(snapshot, "knownWeight", known);
        snapshot["vetoed"] = vetoed;
        if (claimed != (string?)snapshot["total"]) difference ??= $"total {claimed ?? "missing"}, computed {(string?)snapshot["total"] ?? "missing"}";
        var canonical = Sorted(snapshot)!.ToJsonString(Plain);
        if (canonical != text) difference ??= "the text is not canonical, or something beside the figures was changed";
        return new CheckResult((string?)snapshot["total"], Hash(canonical, (string)snapshot["algorithm"]!), difference);
    }

    internal static decimal? Number(JsonNode? node) =>
        node is null ? null : decimal.Parse((string)node!, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    // Another hash, such as SM3, is a new name here.
    private static string Hash(string canonical, string algorithm) => algorithm == "SHA-256"
        ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))
        : throw new FormatException($"unknown hash {algorithm}");

    private static decimal? Figure(JsonObject indicator)
    {
        if (indicator["formula"] is not { } formula)
        {
            return Number(indicator["entry"]?["value"]) ?? ((string)indicator["kind"]! is "Bonus" or "Veto" ? 0 : null);
        }

        var reads = indicator["reads"]!.AsArray().Cast<JsonObject>()
            .ToDictionary(read => (string)read["text"]!, read => (Value: Read(read), Unit: (string)read["unit"]!));
        try
        {
            return FormulaReader.Evaluate((string)formula!, reads) is { } value ? Math.Round(value, 10, MidpointRounding.AwayFromZero) : null;
        }
        catch (Exception exception) when (exception is OverflowException or DivideByZeroException)
        {
            return null;
        }
    }

    private static decimal? Read(JsonObject read)
    {
        string[] starts = [.. read["cells"]!.AsArray().Select(start => (string)start!)];
        var cells = starts.ToDictionary(start => start, _ => (Count: 0, Sum: 0m));
        foreach (var fact in read["facts"]!.AsArray())
        {
            var day = (string)fact!["day"]!;
            var start = starts.Last(start => string.CompareOrdinal(start, day) <= 0);
            cells[start] = (cells[start].Count + 1, cells[start].Sum + Number(fact["value"])!.Value);
        }

        if (read["expected"] is JsonArray expected && expected.Any(start => cells[(string)start!].Count < (int)read["reporters"]!)) return null;
        var told = starts.Where(start => cells[start].Count > 0).Select(start => cells[start]).ToList();
        var (count, sum) = (told.Sum(cell => cell.Count), told.Sum(cell => cell.Sum));
        return ((string)read["text"]!).Split('(')[0] switch
        {
            "count" => count,
            "sum" => sum,
            _ when count == 0 => null,
            "avg" => sum / count,
            "min" => told.Min(cell => cell.Sum),
            "max" => told.Max(cell => cell.Sum),
            "last" => told[^1].Sum,
            var other => throw new FormatException($"unknown function {other}"),
        };
    }

    private static string? Differs(JsonObject indicator, string name, decimal? computed) => (string?)indicator[name] == Text(computed)
        ? null
        : $"{indicator["path"]}: {name} {(string?)indicator[name] ?? "missing"}, computed {Text(computed) ?? "missing"}";

    private static void Put(JsonObject node, string name, decimal? value) => node[name] = Text(value);

    private static string? Text(decimal? value) => value?.ToString("0.############################", CultureInfo.InvariantCulture);

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Where(member => member.Value is not null).OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
