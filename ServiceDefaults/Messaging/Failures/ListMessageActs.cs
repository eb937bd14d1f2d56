using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.ServiceDefaults.Messaging.Failures;

/// <summary>One message that an administrator replayed or discarded.</summary>
/// <param name="Act"><c>replayed</c> or <c>discarded</c>.</param>
/// <param name="Reason">Of a discard; null for a replay.</param>
/// <param name="ActedBy">Id of the person.</param>
public sealed record MessageAct(
    Guid ActId, string Act, string Queue, Guid MessageId, string Contract, string? Reason, string ActedBy, DateTimeOffset ActedAt);

/// <summary>The latest acts, newest first.</summary>
public sealed record ListMessageActsResponse(IReadOnlyList<MessageAct> Acts);

internal static class ListMessageActs
{
    internal static async Task<Results<Ok<ListMessageActsResponse>, ProblemHttpResult>> Handle(FailedMessages failures, CancellationToken ct, int most = 100) =>
        most is < 1 or > 1000
            ? ProblemTypes.Invalid((nameof(most), "请填 1 到 1000。", "Between 1 and 1000."))
            : TypedResults.Ok(new ListMessageActsResponse(await failures.Acts(most, ct)));
}
