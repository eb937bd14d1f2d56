using Ronghe.PowerItems.Acts;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;

namespace Ronghe.PowerItems.Tests.Histories;

/// <summary>What a case of a few steps does, written a second time and as plainly as can be: every post is held by one person.</summary>
internal sealed record ReferenceModel(
    IReadOnlyList<(StepKind Kind, string[] Posts)> Steps, IReadOnlyDictionary<string, Guid> Holders, Guid Initiator)
{
    public CaseState State { get; init; } = CaseState.Running;

    public int At { get; init; }

    /// <summary>Signatures of the step, in order; an approval is true.</summary>
    public IReadOnlyList<(string Post, bool Approves)> Signed { get; init; } = [];

    /// <summary>Who took over from the holder of a post in this step.</summary>
    public IReadOnlyDictionary<string, Guid> Taken { get; init; } = new Dictionary<string, Guid>();

    public (ActKind Kind, Guid Person) Last { get; init; } = (ActKind.Open, Guid.Empty);

    public ReferenceModel? BeforeLast { get; init; }

    public IReadOnlyList<Guid> Waiting => State switch
    {
        CaseState.Returned => [Initiator],
        CaseState.Running => [.. OpenPosts.Select(Holder).Distinct()],
        _ => [],
    };

    private string[] Posts => Steps[At].Posts;

    private IEnumerable<string> OpenPosts => Posts.Where(post => Signed.All(one => one.Post != post)).Take(Steps[At].Kind == StepKind.Sequential ? 1 : 99);

    /// <summary>Null when the act is refused.</summary>
    public ReferenceModel? After(ActKind kind, Guid person, string? to, Guid other)
    {
        if (State is not (CaseState.Running or CaseState.Returned)) return null;
        var mine = State == CaseState.Running ? OpenPosts.FirstOrDefault(post => Holder(post) == person) : null;
        var next = kind switch
        {
            ActKind.Terminate => person == Initiator ? this with { State = CaseState.Terminated } : null,
            ActKind.Resubmit => person == Initiator && State == CaseState.Returned ? Begin(0) : null,
            ActKind.Withdraw => person == Initiator && State == CaseState.Running && Last.Kind is (ActKind.Open or ActKind.Resubmit) ? Back : null,
            ActKind.Retake => State == CaseState.Running && Last == (ActKind.Approve, person) ? BeforeLast : null,
            _ when mine is null => null,
            ActKind.Approve => Sign(mine, true),
            ActKind.Reject => Sign(mine, false),
            ActKind.Transfer => other == person || other == Initiator ? null : this with { Taken = new Dictionary<string, Guid>(Taken) { [mine] = other } },
            ActKind.Return => to switch
            {
                "initiator" => Back,
                "previous" => At > 0 ? Begin(At - 1) : null,
                _ => Posts.Length > 1 && Steps[At].Kind != StepKind.AnyOne && Signed.Any(one => one.Approves)
                    ? this with { Signed = [.. Signed.Where(one => one != Signed.Last(last => last.Approves))] } : null,
            },
            _ => null,
        };
        return next is null ? null : next with { Last = (kind, person), BeforeLast = this };
    }

    private ReferenceModel Back => this with { State = CaseState.Returned, At = 0, Signed = [], Taken = new Dictionary<string, Guid>() };

    private ReferenceModel Begin(int at) => this with { State = CaseState.Running, At = at, Signed = [], Taken = new Dictionary<string, Guid>() };

    private Guid Holder(string post) => Taken.GetValueOrDefault(post, Holders[post]);

    private ReferenceModel Sign(string post, bool approves)
    {
        var signed = this with { Signed = [.. Signed, (post, approves)] };
        var (yes, no) = (signed.Signed.Count(one => one.Approves), signed.Signed.Count(one => !one.Approves));
        var (passed, failed) = Steps[At].Kind switch
        {
            StepKind.WeightedVote => (yes * 2 > Posts.Length, (Posts.Length - no) * 2 <= Posts.Length),
            StepKind.AllOf or StepKind.Sequential => (yes == Posts.Length, no > 0),
            _ => (approves, !approves),
        };
        if (failed) return signed with { State = CaseState.Rejected };
        if (!passed) return signed;
        return At == Steps.Count - 1 ? signed with { State = CaseState.Approved } : signed.Begin(At + 1);
    }
}
