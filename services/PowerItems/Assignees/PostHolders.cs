using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Assignees;

/// <summary>A person who holds a post at a unit.</summary>
internal sealed record PostHolder(Guid PersonId, string Post, string UnitPath);

/// <summary>Who may act for a post, and how far the search had to climb.</summary>
/// <param name="UnitPath">The unit at which the post was found.</param>
/// <param name="EscalatedFrom">The unit at which the search began; null when somebody was found there.</param>
internal sealed record FoundHolders(string UnitPath, string? EscalatedFrom, IReadOnlyList<Guid> People);

/// <summary>The holders of some posts at a unit and above it.</summary>
internal sealed class PostHolders(IReadOnlyCollection<PostHolder> holders)
{
    /// <summary>Null when nobody who may act holds the post there or anywhere above.</summary>
    internal FoundHolders? Find(string post, UnitRelation at, string unitPath, Func<Guid, bool> mayAct)
    {
        var start = Start(at, unitPath);
        for (var path = start; path is not null; path = Parent(path))
        {
            var people = At(post, path, mayAct);
            if (people.Count > 0) return new FoundHolders(path, path == start ? null : start, people);
        }

        return null;
    }

    /// <summary>Who holds the post at exactly this unit and may act, in a stable order.</summary>
    internal IReadOnlyList<Guid> At(string post, string unitPath, Func<Guid, bool> mayAct) =>
        [.. holders.Where(holder => holder.Post == post && holder.UnitPath == unitPath && mayAct(holder.PersonId))
            .Select(holder => holder.PersonId).Distinct().Order()];

    /// <summary>The unit itself and every unit above it, nearest first.</summary>
    internal static IEnumerable<string> Chain(string unitPath)
    {
        for (var path = unitPath; path is not null; path = Parent(path)) yield return path;
    }

    private static string Start(UnitRelation at, string unitPath) => at switch
    {
        UnitRelation.Own => unitPath,
        UnitRelation.Parent => Parent(unitPath) ?? unitPath,
        UnitRelation.Bureau => string.Concat(Segments(unitPath).Take(2)),
        UnitRelation.Group => Segments(unitPath).First(),
        _ => throw new InvalidOperationException($"Relation {at} has no rule."),
    };

    private static string? Parent(string path)
    {
        var above = string.Concat(Segments(path).SkipLast(1));
        return above.Length == 0 ? null : above;
    }

    private static IEnumerable<string> Segments(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(segment => segment + "/");
}
