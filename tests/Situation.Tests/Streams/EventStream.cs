using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace Ronghe.Situation.Tests.Streams;

/// <summary>An open stream, read as a browser reads it.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly HttpClient client;
    private readonly HttpResponseMessage response;
    private readonly IAsyncEnumerator<SseItem<string>> frames;

    private EventStream(HttpClient client, HttpResponseMessage response, Stream body, CancellationToken ct)
    {
        (this.client, this.response) = (client, response);
        frames = SseParser.Create(body).EnumerateAsync(ct).GetAsyncEnumerator(ct);
    }

    internal static async Task<EventStream> Open(HttpClient client, string unit, string? lastEventId, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/situation/events?unit={unit}");
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new EventStream(client, response, await response.Content.ReadAsStreamAsync(ct), ct);
    }

    /// <summary>The next frame; null when the stream has ended.</summary>
    internal async Task<(string Id, JsonNode Counts)?> Next() => await frames.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30))
        ? (frames.Current.EventId!, JsonNode.Parse(frames.Current.Data)!)
        : null;

    /// <summary>Reads on until a frame shows this many opened cases.</summary>
    internal async Task<(string Id, JsonNode Counts)> Until(long opened)
    {
        while (true)
        {
            var frame = await Next() ?? throw new InvalidOperationException("The stream ended.");
            if ((long)frame.Counts["figures"]!["casesOpened"]! == opened) return frame;
        }
    }

    public async ValueTask DisposeAsync()
    {
        response.Dispose();
        client.Dispose();
        await Task.CompletedTask;
    }
}
