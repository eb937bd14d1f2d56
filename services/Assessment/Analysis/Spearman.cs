namespace Ronghe.Assessment.Analysis;

/// <summary>Rank correlation with an interval: percentile bootstrap, 2,000 resamples, seeded so that the same data answers the same.</summary>
internal static class Spearman
{
    internal const int Fewest = 5;
    private const int Resamples = 2000;

    /// <summary>Null when there are fewer than five pairs, or when one side does not vary.</summary>
    internal static (double Rho, double Low, double High)? Of(IReadOnlyList<(decimal X, decimal Y)> pairs)
    {
        if (pairs.Count < Fewest || Rho(pairs) is not { } rho) return null;
        var random = new Random(20260125);
        var rhos = new List<double>(Resamples);
        var sample = new (decimal X, decimal Y)[pairs.Count];
        for (var round = 0; round < Resamples; round++)
        {
            for (var index = 0; index < sample.Length; index++) sample[index] = pairs[random.Next(pairs.Count)];
            if (Rho(sample) is { } drawn) rhos.Add(drawn);
        }

        rhos.Sort();
        return (rho, rhos[(int)(rhos.Count * 0.025)], rhos[Math.Min(rhos.Count - 1, (int)(rhos.Count * 0.975))]);
    }

    internal static double? Rho(IReadOnlyList<(decimal X, decimal Y)> pairs)
    {
        var (x, y) = (Ranks([.. pairs.Select(pair => pair.X)]), Ranks([.. pairs.Select(pair => pair.Y)]));
        var (meanX, meanY) = (x.Average(), y.Average());
        var (xy, xx, yy) = (0d, 0d, 0d);
        for (var index = 0; index < x.Length; index++)
        {
            var (dx, dy) = (x[index] - meanX, y[index] - meanY);
            (xy, xx, yy) = (xy + (dx * dy), xx + (dx * dx), yy + (dy * dy));
        }

        return xx == 0 || yy == 0 ? null : xy / Math.Sqrt(xx * yy);
    }

    // Equal values share the mean of their places.
    private static double[] Ranks(decimal[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(index => values[index]).ToArray();
        var ranks = new double[values.Length];
        for (var first = 0; first < order.Length;)
        {
            var last = first;
            while (last + 1 < order.Length && values[order[last + 1]] == values[order[first]]) last++;
            for (var place = first; place <= last; place++) ranks[order[place]] = ((first + last) / 2d) + 1;
            first = last + 1;
        }

        return ranks;
    }
}
