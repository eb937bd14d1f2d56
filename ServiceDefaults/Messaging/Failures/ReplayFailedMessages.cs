using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using RabbitMQ.Client.Exceptions;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.ServiceDefaults.Messaging.Failures;

/// <summary>Which messages to send back to their queue.</summary>
/// <param name="MessageIds">These, at most 200.</param>
/// <param name="All">All that have failed until now; then without ids.</param>
public sealed record ReplayFailedMessagesRequest(IReadOnlyList<Guid>? MessageIds, bool All = false);

/// <summary>What was settled.</summary>
/// <param name="Settled">How many messages.</param>
/// <param name="NotThere">Ids that are not, or no longer, among the failures of the queue.</param>
public sealed record SettledMessagesResponse(int Settled, IReadOnlyList<Guid> NotThere);

internal static class ReplayFailedMessages
{
    internal static Task<Results<Ok<SettledMessagesResponse>, NotFound, ProblemHttpResult>> Handle(
        string queue, ReplayFailedMessagesRequest request, Caller caller, Settlement settlement, CancellationToken ct) =>
        settlement.Run(new(queue, request.MessageIds, request.All, FailureEndpoints.Replayed, caller.Subject, null), ct);
}

/// <summary>What an administrator decided about failed messages.</summary>
internal sealed record Decision(string Queue, IReadOnlyList<Guid>? MessageIds, bool All, string Act, string Actor, string? Reason);

/// <summary>Carries a decision out, 200 messages a transaction; a broker that is away leaves the rest as it was.</summary>
internal sealed class Settlement(FailedMessages failures, ErrorQueues queues, TimeProvider clock)
{
    private const int Most = 200;

    internal async Task<Results<Ok<SettledMessagesResponse>, NotFound, ProblemHttpResult>> Run(Decision decision, CancellationToken ct)
    {
        var ids = decision.MessageIds?.Distinct().ToArray() ?? [];
        if (decision.All == ids.Length > 0 || ids.Length > Most)
        {
            return ProblemTypes.Invalid(("messageIds", $"请选 1 到 {Most} 条消息，或选全部（all），二者选一。", $"Name 1 to {Most} messages, or all of them; one or the other."));
        }

        if (queues.Own.All(own => own.Name != decision.Queue)) return TypedResults.NotFound();
        var choice = new Choice(decision.Queue, decision.All ? null : ids, clock.GetUtcNow());
        var settled = new HashSet<Guid>();
        try
        {
            while (await failures.Settle(choice, decision.Act, decision.Actor, decision.Reason, Send, ct) is { Count: > 0 } some) settled.UnionWith(some);
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException)
        {
            return new Refusal("broker-away", "消息服务暂时不可用，未处理的消息原样保留，请稍后再试。",
                "The broker is away for a moment; what was not settled is unchanged. Please retry.", StatusCodes.Status503ServiceUnavailable)
            {
                Details = new Dictionary<string, object?> { ["settled"] = settled.Count },
            }.ToProblem();
        }

        return TypedResults.Ok(new SettledMessagesResponse(settled.Count, [.. ids.Where(id => !settled.Contains(id))]));

        Task Send(IReadOnlyList<FailedMessage> messages) =>
            decision.Act == FailureEndpoints.Replayed ? queues.SendBack(messages, ct) : Task.CompletedTask;
    }
}
