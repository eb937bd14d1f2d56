using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Ronghe.Testing;

namespace Ronghe.ServiceDefaults.Tests.Directory;

/// <summary>
/// Stands between a service and the real Identity, passes its answers on unchanged, and can be closed, cut a snapshot off, or hold
/// it back while the world goes on.
/// </summary>
internal sealed class SnapshotGate : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient identity;
    private readonly TaskCompletionSource fetched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SnapshotGate(WebApplication app, HttpClient identity) => (this.app, this.identity) = (app, identity);

    internal Uri Address => new(app.Urls.First());

    internal volatile bool Closed;

    /// <summary>Ends a snapshot after so many lines; null for never.</summary>
    internal int? CutAfter { get; set; }

    /// <summary>Holds a snapshot back after so many lines until <see cref="Release"/>; null for never.</summary>
    internal int? HoldAfter { get; set; }

    /// <summary>Requests that came, whether or not they were let through.</summary>
    internal int Requests;

    /// <summary>Done when Identity has told the snapshot that is held back here.</summary>
    internal Task Fetched => fetched.Task;

    internal static async Task<SnapshotGate> StartAsync(IdentityHost host)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var gate = new SnapshotGate(builder.Build(), new HttpClient { BaseAddress = host.Address });
        gate.app.Run(gate.Pass);
        await gate.app.StartAsync();
        return gate;
    }

    internal void Release() => released.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        await app.DisposeAsync();
        identity.Dispose();
    }

    private async Task Pass(HttpContext http)
    {
        Interlocked.Increment(ref Requests);
        if (Closed)
        {
            http.Abort();
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), http.Request.Path.ToString());
        if (http.Request.Headers.Authorization is [{ } token, ..]) request.Headers.TryAddWithoutValidation("Authorization", token);
        if (http.Request.ContentType is { } type)
        {
            request.Content = new StreamContent(http.Request.Body);
            request.Content.Headers.ContentType = new(type.Split(';')[0]);
        }

        using var answer = await identity.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        var body = await answer.Content.ReadAsStringAsync(http.RequestAborted);
        if (http.Request.Path != "/internal/directory/snapshot" || answer.StatusCode != HttpStatusCode.OK) await http.Response.WriteAsync(body, http.RequestAborted);
        else await Tell(http, body.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private async Task Tell(HttpContext http, string[] lines)
    {
        for (var index = 0; index < lines.Length; index++)
        {
            if (index == CutAfter) return;
            if (index == HoldAfter)
            {
                await http.Response.Body.FlushAsync(http.RequestAborted);
                fetched.TrySetResult();
                await released.Task.WaitAsync(http.RequestAborted);
            }

            await http.Response.WriteAsync(lines[index] + "\n", http.RequestAborted);
        }
    }
}
