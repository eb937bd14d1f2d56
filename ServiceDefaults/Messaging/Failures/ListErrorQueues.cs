using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ronghe.ServiceDefaults.Messaging.Failures;

/// <summary>A queue of the service and what failed in it.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Consumer">The consumer that reads it.</param>
/// <param name="Contract">The event that it brings.</param>
/// <param name="Failed">Messages that wait for a decision.</param>
/// <param name="OldestAt">When the oldest of them failed; null when there is none.</param>
public sealed record ErrorQueueResponse(string Queue, string Consumer, string Contract, long Failed, DateTimeOffset? OldestAt);

/// <summary>Every queue of the service.</summary>
public sealed record ListErrorQueuesResponse(IReadOnlyList<ErrorQueueResponse> Queues);

internal static class ListErrorQueues
{
    internal static async Task<Ok<ListErrorQueuesResponse>> Handle(FailedMessages failures, ErrorQueues queues, CancellationToken ct)
    {
        var counts = await failures.Count(ct);
        return TypedResults.Ok(new ListErrorQueuesResponse(
        [
            .. queues.Own.Select(queue => counts.TryGetValue(queue.Name, out var found)
                ? new ErrorQueueResponse(queue.Name, queue.Consumer, queue.Contract, found.Count, found.Oldest)
                : new ErrorQueueResponse(queue.Name, queue.Consumer, queue.Contract, 0, null)),
        ]));
    }
}
