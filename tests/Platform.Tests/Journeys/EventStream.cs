using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Ronghe.Platform.Tests.Journeys;

/// <summary>An open server-sent-events stream; frames are read as they come.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly Channel<(string Id, JsonNode Data)> frames = Channel.CreateUnbounded<(string, JsonNode)>();
    private readonly CancellationTokenSource stop = new();
    private readonly HttpResponseMessage answer;
    private readonly Task reading;

    private EventStream(HttpResponseMessage answer)
    {
        this.answer = answer;
        reading = Read();
    }

    internal static async Task<EventStream> Open(HttpClient client, string path, CancellationToken ct)
    {
        var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, ct);
        answer.EnsureSuccessStatusCode();
        return answer.Content.Headers.ContentType?.MediaType == "text/event-stream"
            ? new EventStream(answer)
            : throw new InvalidOperationException($"{path} is no event stream.");
    }

    internal async Task<(string Id, JsonNode Data)> Next(CancellationToken ct) => await frames.Reader.ReadAsync(ct);

    /// <summary>Reads on until a frame satisfies the condition.</summary>
    internal async Task<JsonNode> NextWhere(Func<JsonNode, bool> condition, TimeSpan within, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(within);
        var last = "none";
        try
        {
            while (true)
            {
                var (_, data) = await Next(limit.Token);
                if (condition(data)) return data;
                last = data.ToJsonString();
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"No such frame within {within}; the last was {last}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        answer.Dispose();
        await reading;
        stop.Dispose();
    }

    private async Task Read()
    {
        try
        {
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(stop.Token));
            var (id, data) = ("", "");
            while (await reader.ReadLineAsync(stop.Token) is { } line)
            {
                if (line.StartsWith("id:", StringComparison.Ordinal)) id = line[3..].Trim();
                else if (line.StartsWith("data:", StringComparison.Ordinal)) data += line[5..].Trim();
                else if (line.Length == 0 && data.Length > 0)
                {
                    frames.Writer.TryWrite((id, JsonNode.Parse(data)!));
                    data = "";
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or HttpRequestException or ObjectDisposedException)
        {
        }

        frames.Writer.TryComplete();
    }
}
