using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.ServiceDefaults.Messaging.Failures;

/// <summary>A message that failed.</summary>
/// <param name="MessageId">Kept over a replay: the inbox lets it take effect once.</param>
/// <param name="Contract">The event.</param>
/// <param name="Service">Service that could not apply it.</param>
/// <param name="Consumer">Consumer that could not apply it.</param>
/// <param name="ExceptionType">What it threw, or why the broker gave up.</param>
/// <param name="ExceptionMessage">What that said.</param>
/// <param name="ExceptionStack">Where it was thrown.</param>
/// <param name="TraceId">Trace of the act that caused the event; null outside a trace.</param>
/// <param name="Times">How often it came to the error queue.</param>
/// <param name="FailedAt">When it came there last.</param>
/// <param name="Headers">All headers as the broker had them.</param>
/// <param name="Body">The message as text.</param>
public sealed record FailedMessageResponse(
    Guid MessageId, string Contract, string Service, string Consumer, string? ExceptionType, string? ExceptionMessage, string? ExceptionStack,
    string? TraceId, int Times, DateTimeOffset FailedAt, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>The oldest failures of a queue.</summary>
/// <param name="Next">Ask again with <c>after</c> set to this; null at the end.</param>
public sealed record ListFailedMessagesResponse(IReadOnlyList<FailedMessageResponse> Messages, Guid? Next);

internal static class ListFailedMessages
{
    internal static async Task<Results<Ok<ListFailedMessagesResponse>, NotFound, ProblemHttpResult>> Handle(
        string queue, FailedMessages failures, ErrorQueues queues, CancellationToken ct, Guid? after = null, int most = 50)
    {
        if (most is < 1 or > 200) return ProblemTypes.Invalid((nameof(most), "请填 1 到 200。", "Between 1 and 200."));
        if (queues.Own.FirstOrDefault(own => own.Name == queue) is not { } found) return TypedResults.NotFound();
        var kept = await failures.List(queue, after, most, ct);
        return TypedResults.Ok(new ListFailedMessagesResponse(
            [.. kept.Select(failure => Respond(failure, queues.Service, found.Consumer))],
            kept.Count == most ? kept[^1].Message.MessageId : null));
    }

    private static FailedMessageResponse Respond(KeptFailure kept, string service, string consumer)
    {
        var message = kept.Message;
        return new(
            message.MessageId, message.Contract, service, consumer, message.ExceptionType, message.ExceptionMessage, message.ExceptionStack,
            message.TraceId, kept.Times, kept.FailedAt, message.Headers, Encoding.UTF8.GetString(message.Body));
    }
}
