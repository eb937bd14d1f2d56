using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Requests;

[Collection(nameof(NotesService))]
public sealed class Idempotency_key(NotesService service)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_repeated_request_has_one_effect_one_event_and_the_same_answer()
    {
        using var client = service.Client("G/B21/");
        var first = await Post(client, "k1", new { text = "once" });
        var second = await Post(client, "k1", new { text = "once" });

        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal("/notes/1", second.Headers.Location?.ToString());
        Assert.Equal(await first.Content.ReadAsStringAsync(Ct), await second.Content.ReadAsStringAsync(Ct));
        Assert.True(second.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal(1L, await service.Owner<long>("SELECT count(*) FROM notes WHERE text = 'once'"));
        Assert.Equal(1L, await service.Owner<long>("SELECT count(*) FROM outbox WHERE body->>'text' = 'once'"));
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused()
    {
        using var client = service.Client("G/B22/");
        await Post(client, "k2", new { text = "first" });
        var answer = await Post(client, "k2", new { text = "second" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("urn:ronghe:problem:idempotency-key-reused", await TypeOf(answer));
    }

    [Fact]
    public async Task The_same_key_of_another_caller_is_another_key()
    {
        using var one = service.Client("G/B23/");
        using var other = service.Client("G/B23/");
        await Post(one, "k3", new { text = "of one" });
        Assert.Equal(HttpStatusCode.Created, (await Post(other, "k3", new { text = "of the other" })).StatusCode);
    }

    [Fact]
    public async Task While_the_first_still_runs_the_second_is_told_to_come_back()
    {
        using var client = service.Client("G/B24/");
        service.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = service.SlicesRun;
        var first = Post(client, "k4", new { text = "slow" });
        while (service.SlicesRun == before) await Task.Yield();

        var second = await Post(client, "k4", new { text = "slow" });
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal("urn:ronghe:problem:request-in-progress", await TypeOf(second));
        Assert.Equal(TimeSpan.FromSeconds(1), second.Headers.RetryAfter?.Delta);

        service.Hold.SetResult();
        service.Hold = null;
        Assert.Equal(HttpStatusCode.Created, (await first).StatusCode);
    }

    [Fact]
    public async Task Twenty_at_once_have_one_effect()
    {
        using var client = service.Client("G/B25/");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Post(client, "k5", new { text = "at once" })));
        Assert.All(answers, answer => Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Created, HttpStatusCode.Conflict }));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(1L, await service.Owner<long>("SELECT count(*) FROM notes WHERE text = 'at once'"));
    }

    [Fact]
    public async Task A_refusal_is_stored_and_leaves_nothing_half_done()
    {
        using var client = service.Client("G/B01/");
        var first = await Post(client, "k6", new { }, "/notes/half");
        var second = await Post(client, "k6", new { }, "/notes/half");
        Assert.Equal(HttpStatusCode.Conflict, first.StatusCode);
        Assert.True(second.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal(0L, await service.Owner<long>("SELECT count(*) FROM notes WHERE text = 'half done'"));
    }

    [Fact]
    public async Task A_refusal_without_a_key_leaves_nothing_half_done_either()
    {
        using var client = service.Client("G/B01/");
        await client.PostAsJsonAsync("/notes/half", new { }, Ct);
        Assert.Equal(0L, await service.Owner<long>("SELECT count(*) FROM notes WHERE text = 'half done'"));
    }

    [Fact]
    public async Task A_bug_is_never_stored()
    {
        using var client = service.Client("G/B26/");
        Assert.Equal(HttpStatusCode.InternalServerError, (await Post(client, "k7", new { }, "/notes/broken")).StatusCode);
        Assert.Equal(0L, await service.Owner<long>("SELECT count(*) FROM stored_answers WHERE key = 'k7'"));
    }

    [Theory]
    [InlineData(" with space", 1)]
    [InlineData("x", 256)]
    public async Task A_malformed_key_is_named(string text, int times)
    {
        var key = "x" + string.Concat(Enumerable.Repeat(text, times));
        using var client = service.Client("G/B27/");
        var answer = await Post(client, key, new { text = "x" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Idempotency-Key", await answer.Content.ReadAsStringAsync(Ct));
    }

    private static async Task<HttpResponseMessage> Post(HttpClient client, string key, object body, string path = "/notes")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request, Ct);
    }

    private static async Task<string?> TypeOf(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))?["type"]?.GetValue<string>();
}
