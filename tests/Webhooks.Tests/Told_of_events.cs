using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Ronghe.Testing;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Ronghe.Webhooks.Tests;

public sealed class Told_of_events(Servers servers) : WebhookTest(servers)
{
    [Fact]
    public async Task A_subsidiary_is_told_once_of_what_it_asked_for_in_its_units_signed_by_the_standard()
    {
        var (_, secret) = await Subscribe("power-items.case-closed");
        var (caseId, message) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        await Close("G/B02/");
        await Close("G/B01/F0103/", caseId, message);
        await Close("G/B01/F0103/", caseId, message);

        await Becomes("Delivered");
        var (path, body, headers) = Assert.Single(Receiver.Seen);
        Assert.Equal("/hook", path);
        new StandardWebhook(secret).Verify(body, headers);
        var sent = JsonNode.Parse(body)!;
        Assert.Equal("power-items.case-closed", sent["type"]!.GetValue<string>());
        Assert.Equal(caseId, sent["data"]!["caseId"]!.GetValue<Guid>());
        Assert.Equal(headers["webhook-id"].ToString(), (await Deliveries()).Single()["id"]!.GetValue<string>());
        Assert.Throws<WebhookVerificationException>(() => new StandardWebhook(secret).Verify(body.Replace("Approved", "Rejected"), headers));
    }

    [Fact]
    public async Task What_is_refused_comes_again_the_same_and_after_the_last_time_stands_on_the_dead_list_until_it_is_replayed()
    {
        var (id, secret) = await Subscribe("power-items.case-closed");
        Receiver.Status = 500;
        await Close("G/B01/");
        await Eventually.Holds(async () => Assert.Equal(500, Assert.Single(await Deliveries("?state=Waiting"))["lastStatus"]!.GetValue<int>()));
        Assert.Equal(1, await Ask<long>("SELECT count(*) FROM deliveries WHERE next_at BETWEEN now() AND now() + interval '6 seconds'"));
        await Hasten(attempts: 10);
        await Becomes("Dead");

        Receiver.Status = 204;
        using var replay = await Client.PostAsJsonAsync($"/api/v1/webhooks/subscriptions/{id}/replays", new { deadSince = "2026-01-01T00:00:00Z" }, Ct);
        Assert.Equal(1, (await replay.Content.ReadFromJsonAsync<JsonNode>(Ct))!["replayed"]!.GetValue<int>());
        await Becomes("Delivered");
        var seen = Receiver.Seen.ToArray();
        Assert.Equal(3, seen.Length);
        Assert.Single(seen.Select(one => (one.Headers["webhook-id"].ToString(), one.Body)).Distinct());
        foreach (var one in seen) new StandardWebhook(secret).Verify(one.Body, one.Headers);
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_asked_no_more()
    {
        await Subscribe("power-items.case-closed");
        Receiver.Status = 410;
        await Close("G/B01/");
        await Becomes("Dead");
        Assert.False(await Ask<bool>("SELECT active FROM webhook_subscriptions"));
        await Close("G/B01/");
        await Eventually.Holds(async () => Assert.Equal(2, await Ask<long>("SELECT count(*) FROM inbox")));
        Assert.Equal(1, await Ask<long>("SELECT count(*) FROM deliveries"));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await Subscribe("power-items.case-closed");
        Receiver.Status = status;
        await Close("G/B01/");
        await Eventually.Holds(async () => Assert.Equal(status, Assert.Single(await Deliveries())["lastStatus"]?.GetValue<int>()));
        Assert.All(Receiver.Seen, one => Assert.Equal("/hook", one.Path));
    }

    [Fact]
    public async Task A_dead_neighbour_holds_up_nobody()
    {
        await Subscribe("power-items.case-closed");
        await SubscribeAt("http://127.0.0.1:1/", "power-items.case-closed");
        for (var i = 0; i < 10; i++) await Close("G/B01/");
        await Becomes("Delivered", 10);
        Assert.All(await Deliveries("?state=Waiting"), one => Assert.Equal("unreachable", one["lastFault"]?.GetValue<string>()));
    }

    [Theory]
    [InlineData(24, true)]
    [InlineData(0, false)]
    public async Task After_a_rotation_the_old_secret_signs_as_long_as_was_said(int overlap, bool stillOld)
    {
        var (id, old) = await Subscribe("power-items.case-closed");
        using var rotated = await Client.PostAsJsonAsync($"/api/v1/webhooks/subscriptions/{id}/secrets", new { overlapHours = overlap }, Ct);
        var next = (await rotated.Content.ReadFromJsonAsync<JsonNode>(Ct))!["secret"]!.GetValue<string>();
        Assert.NotEqual(old, next);

        await Close("G/B01/");
        await Becomes("Delivered");
        var (_, body, headers) = Assert.Single(Receiver.Seen);
        Assert.True(IsSigned(next, body, headers));
        Assert.Equal(stillOld, IsSigned(old, body, headers));
    }

    // The header is a list, of which one has to fit; this library looks at the first alone.
    private static bool IsSigned(string secret, string body, IHeaderDictionary headers) => headers["webhook-signature"].ToString().Split(' ').Any(signature =>
    {
        try
        {
            new StandardWebhook(secret).Verify(body, new HeaderDictionary(headers.ToDictionary()) { ["webhook-signature"] = signature });
            return true;
        }
        catch (WebhookVerificationException)
        {
            return false;
        }
    });
}
