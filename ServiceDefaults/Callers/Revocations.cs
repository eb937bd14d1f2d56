using System.Collections.Concurrent;

namespace Ronghe.ServiceDefaults.Callers;

/// <summary>What a process knows of a caller's session.</summary>
public enum SessionStanding
{
    /// <summary>Not revoked, as of a second ago at most.</summary>
    Live,

    /// <summary>Revoked.</summary>
    Ended,

    /// <summary>Identity has been silent for a second: it must be asked.</summary>
    Unknown,
}

/// <summary>The revocations that Identity told this process, and how fresh that knowledge is. Safe for any number of threads.</summary>
public sealed class Revocations(TimeProvider clock)
{
    /// <summary>After this long without a word from Identity, what is known no longer counts.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Ended> ended = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SessionEnd, bool> ends = new();
    private long heardAt = long.MinValue;

    /// <summary>Number of the last revocation that was heard; 0 before the first.</summary>
    public long LastNumber { get; private set; }

    /// <summary>True while Identity has spoken within the last second.</summary>
    public bool AreFresh => Volatile.Read(ref heardAt) is var at and not long.MinValue && clock.GetElapsedTime(at) < Silence;

    /// <summary>Where the caller's session stands, without asking anybody.</summary>
    public SessionStanding StandingOf(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return IsEnded(caller) ? SessionStanding.Ended : AreFresh ? SessionStanding.Live : SessionStanding.Unknown;
    }

    /// <summary>Waits for the end of the caller's session, for what outlives its request's beginning, such as an event stream; dispose to stop waiting.</summary>
    public SessionEnd EndOf(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var end = new SessionEnd(caller, this);
        ends[end] = true;
        if (IsEnded(caller)) end.Fire();
        return end;
    }

    /// <summary>Takes one revocation in.</summary>
    /// <param name="number">Its number; what was heard before is heard again without effect.</param>
    /// <param name="session">Session of a person, or id of a client.</param>
    /// <param name="issuedBefore">Tokens issued up to this moment are refused.</param>
    /// <param name="forgetAt">When the last of those tokens has expired.</param>
    public void Take(long number, string session, DateTimeOffset issuedBefore, DateTimeOffset forgetAt)
    {
        ended[session] = new(issuedBefore, forgetAt);
        LastNumber = Math.Max(LastNumber, number);
        foreach (var end in ends.Keys.Where(end => end.Caller.SessionId == session && IsEnded(end.Caller))) end.Fire();
    }

    /// <summary>Identity says that nothing more was revoked until now.</summary>
    public void Heard()
    {
        Volatile.Write(ref heardAt, clock.GetTimestamp());
        var now = clock.GetUtcNow();
        foreach (var old in ended.Where(entry => entry.Value.ForgetAt < now)) ended.TryRemove(old);
    }

    private bool IsEnded(Caller caller) => ended.TryGetValue(caller.SessionId, out var known) && caller.IssuedAt <= known.IssuedBefore;

    private sealed record Ended(DateTimeOffset IssuedBefore, DateTimeOffset ForgetAt);

    /// <summary>The end of one caller's session, as a token that is cancelled then.</summary>
    public sealed class SessionEnd : IDisposable
    {
        // Not disposed of: a revocation may be cancelling it at that moment. It holds no timer and no handle.
        private readonly CancellationTokenSource source = new();
        private readonly Revocations all;

        internal SessionEnd(Caller caller, Revocations all) => (Caller, this.all) = (caller, all);

        /// <summary>Cancelled when the session is revoked; at once when it already was.</summary>
        public CancellationToken Token => source.Token;

        internal Caller Caller { get; }

        /// <inheritdoc/>
        public void Dispose() => all.ends.TryRemove(this, out _);

        internal void Fire()
        {
            Dispose();
            source.Cancel();
        }
    }
}
