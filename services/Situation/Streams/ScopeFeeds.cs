namespace Ronghe.Situation.Streams;

/// <summary>One state of a scope as bytes on the wire; the same array for every stream of the scope.</summary>
internal sealed record Frame(long Version, byte[] Bytes);

/// <summary>The scopes that somebody watches in this process, and the latest frame of each.</summary>
internal sealed class ScopeFeeds
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ScopeFeed> feeds = new(StringComparer.Ordinal);

    internal bool AnyWatched
    {
        get
        {
            lock (gate) return feeds.Count > 0;
        }
    }

    /// <summary>The feed of a scope; leave it by <see cref="Leave"/>.</summary>
    internal ScopeFeed Join(string scope)
    {
        lock (gate)
        {
            if (!feeds.TryGetValue(scope, out var feed)) feeds[scope] = feed = new ScopeFeed(scope);
            feed.Streams++;
            return feed;
        }
    }

    internal void Leave(ScopeFeed feed)
    {
        lock (gate)
        {
            if (--feed.Streams == 0) feeds.Remove(feed.Scope);
        }
    }

    /// <summary>The version known of each watched scope; -1 for one that has no frame yet.</summary>
    internal Dictionary<string, long> KnownVersions()
    {
        lock (gate) return feeds.Values.ToDictionary(feed => feed.Scope, feed => feed.Latest.Frame?.Version ?? -1);
    }

    internal void Show(string scope, Frame frame)
    {
        lock (gate)
        {
            if (feeds.TryGetValue(scope, out var feed)) feed.Show(frame);
        }
    }
}

/// <summary>What the streams of one scope share.</summary>
internal sealed class ScopeFeed(string scope)
{
    private State latest = State.Of(null);

    internal string Scope => scope;

    internal int Streams { get; set; }

    /// <summary>The latest frame (null before the first), and a task that completes when there is a newer one.</summary>
    internal (Frame? Frame, Task Newer) Latest => Volatile.Read(ref latest) is var state ? (state.Frame, state.Newer.Task) : default;

    internal void Show(Frame frame) => Interlocked.Exchange(ref latest, State.Of(frame)).Newer.SetResult();

    private sealed record State(Frame? Frame, TaskCompletionSource Newer)
    {
        internal static State Of(Frame? frame) => new(frame, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
