using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Ronghe.Assessment.Facts;
using Ronghe.Assessment.Figures;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Assessment.Demo;

/// <summary>Between what a demo unit's figures of a series lie.</summary>
internal sealed record DemoRange(string Series, decimal Low, decimal High);

/// <summary>Figures of two years for every demo unit. The same unit and period always has the same figure.</summary>
internal sealed class DemoFigures(IReadOnlyList<DemoRange> ranges)
{
    internal const string ToldBy = "seed:demo";

    internal static DemoFigures Load(string seeds) => new(SeedFile.Read<IReadOnlyList<DemoRange>>(Path.Combine(seeds, "assessment", "demo.json")));

    internal IReadOnlyList<Fact> Of(IReadOnlyList<UnitCopy> units, SeriesCatalogue series, DateOnly today, DateTimeOffset now) =>
    [
        .. from range in ranges
           let item = series.Find(range.Series)!
           from unit in units
           where unit.Kind == item.Reporter
           from period in Periods(item, today)
           select new Fact
           {
               Id = Guid.CreateVersion7(now),
               Series = item.Code,
               Key = $"{unit.Code}:{period.Text}",
               Version = 1,
               UnitPath = unit.Path,
               OnDay = period.Start,
               Value = Value(range, unit.Code, period.Text, item.Decimals),
               ToldBy = ToldBy,
               ToldAt = now,
           },
    ];

    // Last year and this one, as far as their periods are over; plans and headcounts stand at the start.
    private static IEnumerable<FigurePeriod> Periods(SeriesItem item, DateOnly today) => Enumerable.Range(today.Year - 1, 2)
        .SelectMany(year => item.Cadence switch
        {
            "Month" => Enumerable.Range(1, 12).Select(month => $"{year}-{month:00}"),
            "Quarter" => Enumerable.Range(1, 4).Select(quarter => $"{year}-Q{quarter}"),
            _ => [$"{year}"],
        })
        .Select(text => FigurePeriod.Parse(text, item.Cadence!)!)
        .Where(period => item.Basis ? period.Start <= today : period.End < today);

    private static decimal Value(DemoRange range, string unit, string period, int decimals)
    {
        var drawn = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{range.Series}\n{unit}\n{period}"))) / (decimal)uint.MaxValue;
        return Math.Round(range.Low + (drawn * (range.High - range.Low)), decimals, MidpointRounding.AwayFromZero);
    }
}
