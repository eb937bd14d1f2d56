using Ronghe.PowerItems.Cases;

namespace Ronghe.PowerItems.Assignees;

/// <summary>Standing proxies in force at one moment: from whom to whom.</summary>
internal sealed class StandingProxies(IReadOnlyDictionary<Guid, Guid> proxies)
{
    /// <summary>How often a proxy may be handed on.</summary>
    internal const int LongestChain = 3;

    internal static StandingProxies None { get; } = new(new Dictionary<Guid, Guid>());

    /// <summary>
    /// Replaces every holder by the end of their chain of proxies. A proxy who may not act in the case is passed over, so that the
    /// holder keeps the task: a proxy never widens who may decide.
    /// </summary>
    internal (IReadOnlyList<Guid> People, IReadOnlyList<ProxyUse>? Used) Resolve(IReadOnlyList<Guid> holders, Func<Guid, bool> mayAct)
    {
        var used = new List<ProxyUse>();
        var people = new List<Guid>();
        foreach (var holder in holders)
        {
            var end = End(holder, mayAct);
            if (end != holder) used.Add(new ProxyUse(holder, end));
            if (!people.Contains(end)) people.Add(end);
        }

        return (people, used.Count == 0 ? null : used);
    }

    private Guid End(Guid holder, Func<Guid, bool> mayAct)
    {
        var end = holder;
        var seen = new HashSet<Guid> { holder };
        for (var hop = 0; hop < LongestChain && proxies.TryGetValue(end, out var next) && mayAct(next) && seen.Add(next); hop++) end = next;
        return end;
    }
}
