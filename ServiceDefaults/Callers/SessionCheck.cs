using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.ServiceDefaults.Callers;

/// <summary>Answers for Identity whether a session is alive.</summary>
public interface ISessionDirectory
{
    /// <summary>False when the session was revoked; null when Identity cannot be asked now.</summary>
    Task<bool?> IsLive(Caller caller, CancellationToken ct);
}

/// <summary>What a request with a valid token may do.</summary>
public enum Admission
{
    /// <summary>Go on.</summary>
    Admitted,

    /// <summary>The session was revoked: 401.</summary>
    SessionEnded,

    /// <summary>Identity is away and the request would decide something: 503.</summary>
    IdentityAway,
}

/// <summary>
/// Stands behind the token check. While Identity speaks, what it told is enough; after a second of silence it is asked; while it
/// is away decisions are refused, and reads allowed until the token expires.
/// </summary>
public sealed class SessionCheck(Revocations revocations, ISessionDirectory directory) : IDisposable
{
    private static readonly TimeSpan AnswerHolds = TimeSpan.FromMilliseconds(400);

    private readonly MemoryCache asked = new(new MemoryCacheOptions { SizeLimit = 50_000 });

    /// <summary>The answer to a decision while Identity is away.</summary>
    public static Refusal IdentityAway { get; } = new("identity-away",
        "身份服务暂时联系不上，为安全起见暂不受理办理类操作，请稍后重试；查询不受影响。",
        "The identity service cannot be reached. Nothing is decided meanwhile; please retry in a moment. Reading goes on.",
        StatusCodes.Status503ServiceUnavailable);

    /// <summary>Null when Identity has to be asked.</summary>
    public Admission? WithoutAsking(Caller caller) => revocations.StandingOf(caller) switch
    {
        SessionStanding.Live => Admission.Admitted,
        SessionStanding.Ended => Admission.SessionEnded,
        _ => null,
    };

    /// <summary>Asks when it must.</summary>
    public async ValueTask<Admission> Of(Caller caller, HttpRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (WithoutAsking(caller) is { } known) return known;
        return await Ask(caller).WaitAsync(ct) switch
        {
            true => Admission.Admitted,
            false => Admission.SessionEnded,
            null => Decides(request) ? Admission.IdentityAway : Admission.Admitted,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => asked.Dispose();

    private static bool Decides(HttpRequest request) => !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);

    // Many requests of one session ask once; the question outlives the request that asked it first.
    private Task<bool?> Ask(Caller caller) => asked.GetOrCreate((caller.SessionId, caller.IssuedAt), entry =>
    {
        entry.Size = 1;
        entry.AbsoluteExpirationRelativeToNow = AnswerHolds;
        return new Lazy<Task<bool?>>(() => directory.IsLive(caller, CancellationToken.None));
    })!.Value;
}

/// <summary>Why a valid token was not admitted: the request decides something, and Identity cannot say whether the session still stands.</summary>
public sealed class IdentityAwayException() : Exception("Identity is away.");
