using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ronghe.Webhooks.Tests;

/// <summary>A subsidiary's own system: keeps what it is sent and answers as it is told to.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private Receiver(WebApplication app) => this.app = app;

    public ConcurrentQueue<(string Path, string Body, IHeaderDictionary Headers)> Seen { get; } = [];

    public int Status { get; set; } = 200;

    public string Target => app.Urls.Single() + "/hook";

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver.app.Map("/{**rest}", async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            receiver.Seen.Enqueue((http.Request.Path, await reader.ReadToEndAsync(), new HeaderDictionary(http.Request.Headers.ToDictionary())));
            if (receiver.Status is >= 300 and < 400) http.Response.Headers.Location = "/elsewhere";
            http.Response.StatusCode = receiver.Status;
        });
        await receiver.app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
