namespace Ronghe.Bench;

/// <summary>Measures two or more ways in turn, A B A B …, so that a machine that drifts treats all alike.</summary>
public static class Rounds
{
    /// <summary>Counted rounds of a bench unless it says otherwise.</summary>
    public const int Default = 5;

    /// <summary>Runs every way once uncounted, then all of them <paramref name="rounds"/> times in turn.</summary>
    /// <param name="rounds">Counted rounds; at least 5, but for long single-run benches, which say so.</param>
    /// <param name="ways">Name of each way, and one measured run of it, which answers its figure.</param>
    /// <returns>The figures of each way in the order of the rounds.</returns>
    public static async Task<IReadOnlyDictionary<string, double[]>> Interleave(int rounds, params (string Name, Func<Task<double>> Run)[] ways)
    {
        ArgumentNullException.ThrowIfNull(ways);
        foreach (var (name, run) in ways) Console.WriteLine($"  warm-up  {name,-28} {await run():0.###}");
        var figures = ways.ToDictionary(way => way.Name, _ => new double[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, run) in ways)
            {
                figures[name][round] = await run();
                Console.WriteLine($"  round {round + 1}  {name,-28} {figures[name][round]:0.###}");
            }
        }

        return figures;
    }

    /// <summary>The middle of the figures.</summary>
    public static double Median(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        if (sorted.Length == 0) throw new ArgumentException("Nothing was measured.", nameof(figures));
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The median of a/b, round by round.</summary>
    public static double MedianRatio(IReadOnlyList<double> a, IReadOnlyList<double> b) => Median(a.Zip(b, (x, y) => x / y));

    /// <summary>The smallest figure that at least this share of the figures does not exceed; 0.99 for p99.</summary>
    public static double Percentile(IEnumerable<double> figures, double share)
    {
        double[] sorted = [.. figures.Order()];
        if (sorted.Length == 0) throw new ArgumentException("Nothing was measured.", nameof(figures));
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
