using System.Diagnostics;
using System.Globalization;
using System.Security;
using System.Text;
using Ronghe.Assessment.Formulas;

namespace Ronghe.Assessment.Tests.Formulas;

/// <summary>
/// 500 random formulas, computed here and by LibreOffice Calc, the spreadsheet in use today: the same to 1e-9. Runs with RONGHE_LONG=1
/// (needs the part "office" of eng/install.sh).
/// </summary>
public sealed class Against_a_spreadsheet
{
    private const int Cases = 500;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Formulas_come_to_the_same_to_nine_digits()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("RONGHE_LONG") == "1", "Long: set RONGHE_LONG=1.");
        var random = new Random(500);
        var cases = Enumerable.Range(0, Cases).Select(_ => new RandomFormula(random)).ToList();
        var theirs = await Calculate(cases);
        Assert.Equal(Cases, theirs.Count);
        for (var index = 0; index < Cases; index++)
        {
            var formula = Given.Compile(cases[index].Ours);
            var figures = formula.Aggregates.Select(read => (decimal?)cases[index].Figures[read.Series]).ToList();
            var (ours, calc) = ((double)formula.Evaluate(new Given(figures))!.Value, theirs[index]);
            var allowed = 1e-9 * Math.Max(1, Math.Abs(calc));
            Assert.True(Math.Abs(ours - calc) <= allowed, $"{cases[index].Ours} = {ours:R}, Calc says {calc:R} for {cases[index].Theirs(1)}");
        }
    }

    private static async Task<IReadOnlyList<double>> Calculate(IReadOnlyList<RandomFormula> cases)
    {
        var folder = Directory.CreateTempSubdirectory("ronghe-calc-");
        try
        {
            var sheet = Path.Combine(folder.FullName, "cases.fods");
            await File.WriteAllTextAsync(sheet, Sheet(cases), Ct);
            var start = new ProcessStartInfo("soffice",
            [
                $"-env:UserInstallation=file://{folder.FullName}/profile", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false", "--outdir", folder.FullName, sheet,
            ])
            { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(Ct);
            var lines = await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "cases.csv"), Ct);
            return [.. lines.Where(line => line.Length > 0).Select(line => double.Parse(line.Split(',')[^1], CultureInfo.InvariantCulture))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Sheet(IReadOnlyList<RandomFormula> cases)
    {
        var rows = new StringBuilder();
        for (var index = 0; index < cases.Count; index++)
        {
            var cells = string.Concat(RandomFormula.Names.Select(name => string.Create(CultureInfo.InvariantCulture,
                $"<table:table-cell office:value-type=\"float\" office:value=\"{cases[index].Figures[name]}\"/>")));
            rows.Append(CultureInfo.InvariantCulture, $"<table:table-row>{cells}<table:table-cell table:formula=\"of:={SecurityElement.Escape(cases[index].Theirs(index + 1))}\" office:value-type=\"float\"/></table:table-row>");
        }

        return $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
            <office:body><office:spreadsheet><table:table table:name="Cases">{rows}</table:table></office:spreadsheet></office:body></office:document>
            """;
    }
}

/// <summary>One random formula in both spellings, with the figures that it reads.</summary>
internal sealed class RandomFormula
{
    internal static readonly string[] Names = ["hazard.found", "hazard.closed", "fire.hotspots"];
    private readonly Random random;
    private readonly string theirs;

    internal RandomFormula(Random random)
    {
        this.random = random;
        Figures = Names.ToDictionary(name => name, _ => Math.Round((decimal)random.NextDouble() * 200, 2));
        do (Ours, theirs) = Number(4);
        while (CompiledFormula.Compile(Ours, Given.Series.Facts, null).Formula is null); // longer than a formula may be
    }

    internal IReadOnlyDictionary<string, decimal> Figures { get; }

    internal string Ours { get; }

    internal string Theirs(int row) => theirs.Replace("#", row.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private (string Ours, string Theirs) Number(int depth)
    {
        if (depth == 0) return Leaf();
        var (a, b) = (Number(depth - 1), Number(random.Next(depth)));
        return random.Next(11) switch
        {
            0 or 1 => ($"({a.Ours} + {b.Ours})", $"({a.Theirs}+{b.Theirs})"),
            2 or 3 => ($"({a.Ours} - {b.Ours})", $"({a.Theirs}-{b.Theirs})"),
            4 => ($"({a.Ours} * 0.37)", $"({a.Theirs}*0.37)"),
            5 or 6 => ($"({a.Ours} / max(abs({b.Ours}), 0.5))", $"({a.Theirs}/MAX(ABS({b.Theirs});0.5))"),
            7 => ($"min({a.Ours}, {b.Ours})", $"MIN({a.Theirs};{b.Theirs})"),
            8 => ($"clamp({a.Ours}, 0, 120%)", $"MIN(MAX({a.Theirs};0);1.2)"),
            9 => ($"round({a.Ours} / 7, 3)", $"ROUND({a.Theirs}/7;3)"),
            _ => ($"(if {a.Ours} > {b.Ours} and not {a.Ours} > 150 then {a.Ours} else -{b.Ours})", $"IF(AND({a.Theirs}>{b.Theirs};NOT({a.Theirs}>150));{a.Theirs};-({b.Theirs}))"),
        };
    }

    private (string Ours, string Theirs) Leaf()
    {
        var at = random.Next(4);
        if (at < 3) return ($"sum({Names[at]}) / 1 item", $"[.{(char)('A' + at)}#]");
        var number = Math.Round((decimal)random.NextDouble() * 50, 2).ToString(CultureInfo.InvariantCulture);
        return (number, number);
    }
}
