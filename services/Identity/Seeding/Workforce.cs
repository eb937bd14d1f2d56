using Ronghe.Identity.Units;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Identity.Seeding;

/// <summary>How many people each unit has, and who of them holds which post.</summary>
internal sealed class Workforce(GroupSeed seed)
{
    // Where those beyond the holders of posts work, over and over: mostly in teams.
    private static readonly string[] SurplusLevels = ["Team", "Team", "Team", "Farm", "Team", "Team", "Team", "Bureau", "Team", "Farm", "Team", "Team"];

    private readonly ILookup<string, string> excluded = seed.Posts
        .SelectMany(post => post.Excludes.SelectMany(other => new[] { (post.Code, Other: other), (Code: other, Other: post.Code) }))
        .Distinct().ToLookup(pair => pair.Code, pair => pair.Other);

    internal IReadOnlyCollection<string> ExcludedBy(string post) => [.. excluded[post].Order(StringComparer.Ordinal)];

    internal IReadOnlyList<int> Sizes(IReadOnlyList<Unit> units, int people)
    {
        var needed = units.Select(unit => Slots(unit).Count()).ToArray();
        if (people <= needed.Sum()) throw TooFew(people, units, needed);

        var byLevel = Enumerable.Range(0, units.Count).ToLookup(index => UnitKinds.LevelOf(units[index].Kind));
        var next = SurplusLevels.Distinct().ToDictionary(level => level, _ => 0);
        for (var rest = people - needed.Sum(); rest > 0; rest--)
        {
            var level = SurplusLevels[rest % SurplusLevels.Length];
            needed[byLevel[level].ElementAt(next[level]++ % byLevel[level].Count())]++;
        }

        return needed;
    }

    /// <summary>The posts of each of <paramref name="size"/> people of a unit: spread evenly, never two that exclude each other.</summary>
    internal List<string>[] Assign(Unit unit, int size)
    {
        var held = Enumerable.Range(0, size).Select(_ => new List<string>()).ToArray();
        foreach (var post in Slots(unit))
        {
            var free = held.Where(posts => !posts.Contains(post) && !posts.Any(excluded[post].Contains)).MinBy(posts => posts.Count)
                ?? throw new SeedException("Seed__People", 0, "(setting)", $"{size} people at {unit.Code} are too few to hold {post} beside the posts that exclude it");
            free.Add(post);
        }

        return held;
    }

    private static SeedException TooFew(int people, IReadOnlyList<Unit> units, int[] needed)
    {
        var levels = units.Zip(needed).GroupBy(pair => UnitKinds.LevelOf(pair.First.Kind), pair => pair.Second)
            .Select(level => $"{level.Key} {level.Sum()}");
        return new("Seed__People", 0, "(setting)",
            $"{people} people are too few: the posts need {needed.Sum()} ({string.Join(", ", levels)}), and somebody must hold none. "
            + $"Set Seed__People to {needed.Sum() + 1} or more, lower 'holders' in posts.json, or take units out of units.json");
    }

    private IEnumerable<string> Slots(Unit unit) => seed.Posts.SelectMany(post =>
        Enumerable.Repeat(post.Code, post.Holders.GetValueOrDefault(UnitKinds.LevelOf(unit.Kind))));
}
