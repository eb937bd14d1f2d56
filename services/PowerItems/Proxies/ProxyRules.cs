using Ronghe.PowerItems.Assignees;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Proxies;

/// <summary>Whether a proxy may be given beside those that stand. Pure.</summary>
internal static class ProxyRules
{
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    internal static Refusal? Check(AuthorityProxy wanted, IReadOnlyCollection<AuthorityProxy> standing)
    {
        var overlapping = standing.Where(other => other.RevokedAt is null && other.From < wanted.Until && wanted.From < other.Until).ToList();
        if (overlapping.Any(other => other.GivenBy == wanted.GivenBy)) return Overlapping;
        if (Reaches(wanted.GivenTo, wanted.GivenBy, overlapping)) return Cycle;
        var length = Forward(wanted.GivenTo, overlapping) + 1 + Backward(wanted.GivenBy, overlapping);
        return length > StandingProxies.LongestChain ? ChainTooLong : null;
    }

    internal static Refusal Overlapping { get; } = new(
        "proxy-overlaps", "这段时间内已有委托授权，请先撤销或调整时间。", "A proxy stands within this time already; revoke it or choose another time.");

    internal static Refusal Cycle { get; } = new("proxy-cycle", "委托授权形成循环。", "The proxies would form a circle.");

    internal static Refusal ChainTooLong { get; } = new(
        "proxy-chain-too-long", $"委托授权最多连续 {StandingProxies.LongestChain} 次。", $"A proxy may be handed on {StandingProxies.LongestChain} times at most.");

    private static bool Reaches(Guid from, Guid to, List<AuthorityProxy> among) => Walk(from, among, proxy => proxy.GivenBy, proxy => proxy.GivenTo).Contains(to) || from == to;

    private static int Forward(Guid from, List<AuthorityProxy> among) => Depth(from, among, proxy => proxy.GivenBy, proxy => proxy.GivenTo);

    private static int Backward(Guid from, List<AuthorityProxy> among) => Depth(from, among, proxy => proxy.GivenTo, proxy => proxy.GivenBy);

    private static HashSet<Guid> Walk(Guid start, List<AuthorityProxy> among, Func<AuthorityProxy, Guid> here, Func<AuthorityProxy, Guid> there)
    {
        var seen = new HashSet<Guid>();
        var next = new Queue<Guid>([start]);
        while (next.TryDequeue(out var person))
        {
            foreach (var proxy in among.Where(proxy => here(proxy) == person && seen.Add(there(proxy)))) next.Enqueue(there(proxy));
        }

        return seen;
    }

    // Circles are refused before, so that this ends.
    private static int Depth(Guid person, List<AuthorityProxy> among, Func<AuthorityProxy, Guid> here, Func<AuthorityProxy, Guid> there) =>
        among.Where(proxy => here(proxy) == person).Select(proxy => 1 + Depth(there(proxy), among, here, there)).DefaultIfEmpty(0).Max();
}
