using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Ronghe.Testing;

namespace Ronghe.Webhooks.Tests;

public sealed class Subscribing_rules(Servers servers) : WebhookTest(servers)
{
    private const string Path = "/api/v1/webhooks/subscriptions";

    public static TheoryData<string, string> BadRequests => new()
    {
        { """{"eventTypes":["power-items.case-closed"]}""", "target" },
        { """{"target":"https://10.0.0.1/x","eventTypes":["power-items.case-closed"]}""", "target" },
        { """{"target":"ftp://example.com/","eventTypes":["power-items.case-closed"]}""", "target" },
        { """{"target":"https://u:p@example.com/","eventTypes":["power-items.case-closed"]}""", "target" },
        { """{"target":"https://example.com/","eventTypes":[]}""", "eventTypes" },
        { """{"target":"https://example.com/","eventTypes":["power-items.no-such"]}""", "eventTypes" },
        { """{"target":"https://example.com/","eventTypes":["welfare.programme-published"]}""", "eventTypes" },
        { """{"target":"https://example.com/","eventTypes":["power-items.case-closed"],"unitPath":"G/B02/"}""", "unitPath" },
        { """{"target":"https://example.com/","eventTypes":["power-items.case-closed"],"unitPath":"G/"}""", "unitPath" },
        { """{"target":"https://example.com/","eventTypes":["power-items.case-closed"],"unitPath":"G/B01"}""", "unitPath" },
    };

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task What_is_wrong_is_named_and_changes_nothing(string body, string field)
    {
        using var answer = await Client.PostAsync(Path, new StringContent(body, Encoding.UTF8, "application/json"), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotNull((await answer.Content.ReadFromJsonAsync<JsonNode>(Ct))!["errors"]![field]);
        Assert.Equal(0, await Ask<long>("SELECT count(*) FROM webhook_subscriptions"));
    }

    [Fact]
    public async Task Others_neither_see_nor_replay_nor_rotate_nor_remove_it()
    {
        var (id, secret) = await Subscribe("power-items.case-closed");
        using var other = As("subsidiary-b01-second");
        Assert.Empty(JsonNode.Parse(await other.GetStringAsync(Path, Ct))!["webhooks"]!.AsArray());
        using (var removed = await other.DeleteAsync($"{Path}/{id}", Ct)) Assert.Equal(HttpStatusCode.NotFound, removed.StatusCode);
        using (var rotated = await other.PostAsJsonAsync($"{Path}/{id}/secrets", new { overlapHours = 0 }, Ct)) Assert.Equal(HttpStatusCode.NotFound, rotated.StatusCode);
        using (var replayed = await other.PostAsJsonAsync($"{Path}/{id}/replays", new { deadSince = "2026-01-01T00:00:00Z" }, Ct)) Assert.Equal(HttpStatusCode.NotFound, replayed.StatusCode);

        var own = await Client.GetStringAsync(Path, Ct);
        Assert.Single(JsonNode.Parse(own)!["webhooks"]!.AsArray());
        Assert.DoesNotContain(secret, own, StringComparison.Ordinal);
        var plain = Convert.ToHexStringLower(Convert.FromBase64String(secret["whsec_".Length..]));
        Assert.False(await Ask<bool>($"SELECT encode(secret, 'hex') LIKE '%{plain}%' FROM webhook_subscriptions"));

        using var administrator = As(Guid.CreateVersion7().ToString(), "G/", "person", "SystemAdministrator");
        Assert.Single(JsonNode.Parse(await administrator.GetStringAsync(Path, Ct))!["webhooks"]!.AsArray());
        using (var peeked = await administrator.PostAsJsonAsync($"{Path}/{id}/secrets", new { overlapHours = 0 }, Ct)) Assert.Equal(HttpStatusCode.NotFound, peeked.StatusCode);
        using (var removed = await Client.DeleteAsync($"{Path}/{id}", Ct)) Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
    }

    [Fact]
    public async Task A_person_does_not_subscribe_and_a_client_not_without_end()
    {
        using var person = As(Guid.CreateVersion7().ToString(), kind: "person", role: "Leader");
        var wish = new { target = "https://example.com/", eventTypes = new[] { "power-items.case-closed" } };
        using (var answer = await person.PostAsJsonAsync(Path, wish, Ct)) Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        for (var i = 0; i < 20; i++) using (var answer = await Client.PostAsJsonAsync(Path, wish, Ct)) Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        using (var answer = await Client.PostAsJsonAsync(Path, wish, Ct)) Assert.Equal("too-many-webhooks", await Reply.Problem(answer));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"overlapHours":-1}""")]
    [InlineData("""{"overlapHours":169}""")]
    public async Task An_overlap_that_is_none_rotates_nothing(string body)
    {
        var (id, _) = await Subscribe("power-items.case-closed");
        using var answer = await Client.PostAsync($"{Path}/{id}/secrets", new StringContent(body, Encoding.UTF8, "application/json"), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(1, await Ask<long>("SELECT version FROM webhook_subscriptions"));
    }
}
