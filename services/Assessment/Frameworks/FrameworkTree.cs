namespace Ronghe.Assessment.Frameworks;

/// <summary>An indicator at its place in the tree.</summary>
/// <param name="Path">Codes from the root, such as <c>ecology/restoration/area</c>.</param>
/// <param name="Weight">Share of the whole in percent, exact.</param>
internal sealed record PlacedIndicator(string Path, decimal Weight, FrameworkNode Node)
{
    internal IndicatorContent Content => Node.Indicator!;
}

internal static class FrameworkTree
{
    internal const int MostLevels = 4;
    internal const int MostIndicators = 200;

    internal static IEnumerable<PlacedIndicator> Indicators(FrameworkContent content) => Below(content.Nodes!, "", 100m);

    /// <summary>Every set of siblings with the path above it.</summary>
    internal static IEnumerable<(string Path, IReadOnlyList<FrameworkNode> Nodes)> Siblings(IReadOnlyList<FrameworkNode> nodes, string path = "") =>
        nodes.Where(node => node.Nodes is not null).SelectMany(node => Siblings(node.Nodes!, Join(path, node)))
            .Prepend((path, nodes));

    internal static string Join(string path, FrameworkNode node) => path.Length == 0 ? node.Code! : $"{path}/{node.Code}";

    private static IEnumerable<PlacedIndicator> Below(IReadOnlyList<FrameworkNode> nodes, string path, decimal share) => nodes.SelectMany(node =>
        node.Indicator is not null
            ? [new PlacedIndicator(Join(path, node), share * node.Weight / 100, node)]
            : Below(node.Nodes ?? [], Join(path, node), share * node.Weight / 100));
}
