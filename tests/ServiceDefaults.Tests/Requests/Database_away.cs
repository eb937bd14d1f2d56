using System.Diagnostics;
using System.Net;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Requests;

/// <summary>In a class with a service of its own, because it takes the database away.</summary>
public sealed class Database_away(NotesService service) : IClassFixture<NotesService>
{
    [Fact]
    public async Task Answers_503_with_Retry_After_within_five_seconds_and_recovers()
    {
        var ct = TestContext.Current.CancellationToken;
        using var client = service.Client();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/notes", ct)).StatusCode);

        await service.Postgres.Kill9Async();
        var watch = Stopwatch.StartNew();
        var answer = await client.GetAsync("/notes", ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health", ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/alive", ct)).StatusCode);

        await service.Postgres.StartAgainAsync(ct);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/notes", ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health", ct)).StatusCode);
    }
}
