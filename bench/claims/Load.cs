using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Ronghe.Testing;

namespace Ronghe.Bench;

/// <summary>Everybody claims once, every tenth sends the same request twice at the same moment; what a replica refuses to answer is sent again.</summary>
internal static class Load
{
    private const int Workers = 128;

    internal static string Folder => Path.Combine(Checkout.Root, "bench", "claims");

    /// <summary>Claims granted a second until the stock was gone.</summary>
    internal static async Task<double> Closed(Uri[] replicas, Guid programme, (Guid Id, string Token)[] people, int stock)
    {
        using var client = Client();
        var (next, granted, last, watch) = (-1, 0, 0L, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var index && index < people.Length)
            {
                if (await Claim(client, replicas[index % replicas.Length], programme, people[index], index) != HttpStatusCode.OK) continue;
                if (Interlocked.Increment(ref granted) == stock) last = watch.ElapsedTicks;
            }
        }));
        return granted == stock ? stock / ((double)last / Stopwatch.Frequency) : throw new InvalidOperationException($"{granted} granted instead of {stock}.");
    }

    /// <summary>Milliseconds from the moment at which each request was due, whether or not those before it were answered.</summary>
    internal static async Task<double[]> OpenLoop(Uri[] replicas, Guid programme, (Guid Id, string Token)[] people, int perSecond)
    {
        using var client = Client();
        var (watch, running) = (Stopwatch.StartNew(), new List<Task<double>>());
        for (var index = 0; index < people.Length; index++)
        {
            var due = TimeSpan.FromSeconds((double)index / perSecond);
            while (watch.Elapsed < due) await Task.Delay(1);
            running.Add(Timed(index, due));
        }

        return await Task.WhenAll(running);

        async Task<double> Timed(int index, TimeSpan due)
        {
            await Claim(client, replicas[index % replicas.Length], programme, people[index], index);
            return (watch.Elapsed - due).TotalMilliseconds;
        }
    }

    private static async Task<HttpStatusCode> Claim(HttpClient client, Uri replica, Guid programme, (Guid Id, string Token) person, int index)
    {
        var copies = await Task.WhenAll(Enumerable.Range(0, index % 10 == 0 ? 2 : 1).Select(_ => Send(client, replica, programme, person)));
        return copies.Distinct().Count() == 1 ? copies[0] : throw new InvalidOperationException("The same request had two answers.");
    }

    private static async Task<HttpStatusCode> Send(HttpClient client, Uri replica, Guid programme, (Guid Id, string Token) person)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(replica, $"api/v1/welfare/programmes/{programme}/claims")) { Content = JsonContent.Create(new { gift = "rice" }) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person.Token);
            request.Headers.Add("Idempotency-Key", $"{person.Id}-{programme}");
            request.Headers.Add("Person", person.Id.ToString());
            using var answer = await client.SendAsync(request);
            if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict) return answer.StatusCode;
            if (attempt == 5) throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private static HttpClient Client() => new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { Timeout = TimeSpan.FromMinutes(2) };
}
