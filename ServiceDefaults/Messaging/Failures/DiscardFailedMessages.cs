using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.ServiceDefaults.Messaging.Failures;

/// <summary>Which messages will never be applied, and why.</summary>
/// <param name="MessageIds">These, at most 200.</param>
/// <param name="Reason">5 to 500 characters; stays in the record with the message's body.</param>
/// <param name="All">All that have failed until now; then without ids.</param>
public sealed record DiscardFailedMessagesRequest(IReadOnlyList<Guid>? MessageIds, string? Reason, bool All = false);

internal static class DiscardFailedMessages
{
    internal static async Task<Results<Ok<SettledMessagesResponse>, NotFound, ProblemHttpResult>> Handle(
        string queue, DiscardFailedMessagesRequest request, Caller caller, Settlement settlement, CancellationToken ct)
    {
        if (request.Reason?.Trim() is not { Length: >= 5 and <= 500 } reason)
        {
            return ProblemTypes.Invalid(("reason", "请写明丢弃的理由，5 到 500 字。", "Say why they are discarded, in 5 to 500 characters."));
        }

        return await settlement.Run(new(queue, request.MessageIds, request.All, FailureEndpoints.Discarded, caller.Subject, reason), ct);
    }
}
