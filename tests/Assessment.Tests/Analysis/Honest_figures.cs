using Ronghe.Assessment.Analysis;

namespace Ronghe.Assessment.Tests.Analysis;

public sealed class Honest_figures
{
    [Fact]
    public void Spearman_is_the_textbooks_with_ties()
    {
        (decimal, decimal)[] textbook = [(106, 7), (100, 27), (86, 2), (101, 50), (99, 28), (103, 29), (97, 20), (113, 12), (112, 6), (110, 17)];
        Assert.Equal(-29d / 165, Spearman.Rho(textbook)!.Value, 12);
        Assert.Equal(1, Spearman.Rho([(1, 2), (2, 3), (2, 3), (4, 9)])!.Value, 12);
        Assert.Null(Spearman.Rho([(1, 2), (1, 3), (1, 4), (1, 9)]));
    }

    [Fact]
    public void The_interval_holds_the_figure_and_is_the_same_every_time()
    {
        (decimal, decimal)[] pairs = [.. Enumerable.Range(1, 30).Select(n => ((decimal)n, (decimal)((n * 7) % 31)))];
        var (rho, low, high) = Spearman.Of(pairs)!.Value;
        Assert.InRange(rho, low, high);
        Assert.Equal((rho, low, high), Spearman.Of(pairs)!.Value);
        Assert.Null(Spearman.Of([.. pairs.Take(4)]));
    }

    [Theory]
    [InlineData("1.1 1.0", "None")]
    [InlineData("0.9", "Yellow")]
    [InlineData("0.7", "Red")]
    [InlineData("0.7 0.95", "Red")]
    [InlineData("0.7 1.0", "Yellow")]
    [InlineData("0.7 1.0 1.0", "None")]
    [InlineData("0.7 1.0 0.9", "Yellow")]
    [InlineData("0.7 - -", "Red")]
    public void Red_turns_yellow_only_when_the_gap_is_closed(string ratios, string colour) => Assert.Equal(colour, TriColour.After(
        ratios.Split(' ').Select(text => text == "-" ? (decimal?)null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture))));
}
