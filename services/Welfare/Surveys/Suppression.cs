namespace Ronghe.Welfare.Surveys;

/// <summary>
/// Which units' figures are shown beside the total. A unit below the threshold is hidden; and since whoever knows the total and the
/// units shown can subtract, what is hidden must together be at least two units and reach the threshold too.
/// </summary>
internal static class Suppression
{
    /// <summary>For each unit whether it is shown, and whether the total is.</summary>
    internal static (bool[] Shown, bool Total) Decide(IReadOnlyList<int> answers, int threshold)
    {
        var shown = answers.Select(count => count >= threshold).ToArray();
        if (answers.Sum() < threshold) return (new bool[answers.Count], false);
        while (shown.Contains(false) && shown.Contains(true) && !Safe())
        {
            var smallest = Enumerable.Range(0, answers.Count).Where(index => shown[index]).MinBy(index => answers[index]);
            shown[smallest] = false;
        }

        return (shown, true);

        bool Safe()
        {
            var hidden = Enumerable.Range(0, answers.Count).Where(index => !shown[index]).ToList();
            // Units that nobody answered for hide nobody: two must have answers behind them.
            return hidden.Sum(index => answers[index]) >= threshold && hidden.Count(index => answers[index] > 0) >= 2;
        }
    }
}

/// <summary>Wilson's score interval: honest for few answers and for shares near 0 and 1.</summary>
internal static class Wilson
{
    private const double Z95 = 1.959963984540054;

    internal static (double Low, double High) Interval(int yes, int n)
    {
        if (n == 0) return (0, 1);
        var (share, z2) = ((double)yes / n, Z95 * Z95);
        var centre = (share + z2 / (2 * n)) / (1 + z2 / n);
        var half = Z95 / (1 + z2 / n) * Math.Sqrt(share * (1 - share) / n + z2 / (4.0 * n * n));
        return (Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
