namespace Ronghe.Assessment.Scoring;

/// <summary>
/// What a subject brings into a score: for every column (series and scope) and cell (a day or a month) how many facts there are and
/// their sum, in ten-thousandths, so that sums are exact whatever their order.
/// </summary>
internal sealed class CellTable(int columns, int cells)
{
    internal const long Scale = 10_000;

    internal int Cells { get; } = cells;

    internal int[] Counts { get; } = new int[columns * cells];

    internal long[] Sums { get; } = new long[columns * cells];

    /// <summary>How many units have to report each column; 0 where nobody has to.</summary>
    internal int[] Reporters { get; } = new int[columns];

    internal void Add(int column, int cell, decimal value)
    {
        Counts[(column * Cells) + cell]++;
        Sums[(column * Cells) + cell] += Scaled(value);
    }

    internal static long Scaled(decimal value) => decimal.ToInt64(value * Scale);

    internal static decimal Unscaled(long sum) => new((int)Math.Abs(sum), (int)(Math.Abs(sum) >> 32), 0, sum < 0, 4);
}
