using System.Text.Json;
using RabbitMQ.Client;
using Ronghe.PowerItems.Tests.Sites;
using Ronghe.Testing;

namespace Ronghe.PowerItems.Tests.Events;

[Collection(nameof(Site))]
public sealed class Events_of_a_case(Site site)
{
    [Fact]
    public async Task Other_services_hear_of_opening_decisions_and_close_in_versions_that_grow()
    {
        var about = new { kind = "welfare.programme", id = Guid.CreateVersion7(), digest = new string('b', 64) };
        var body = Site.Festival();
        body["about"] = about;
        var opened = await site.Open(site.Subsidiary, body);
        for (var state = "Running"; state == "Running";) state = (await site.DecideNext(site.Subsidiary, opened)).Text("state");

        var heard = new List<(string Event, JsonElement Message)>();
        foreach (var (queue, name) in new[]
        {
            ("situation-count-when-case-opened", "CaseOpened"),
            ("situation-count-when-step-decided", "StepDecided"),
            ("welfare-publish-programme-when-case-closed", "CaseClosed"),
        })
        {
            heard.AddRange((await Drain(queue, opened.Id("caseId"), name == "StepDecided" ? 3 : 1)).Select(message => (name, message)));
        }

        Assert.Equal([1, 2, 3, 4, 5], heard.Select(one => one.Message.GetProperty("version").GetInt32()).Order());
        var closed = heard.Single(one => one.Event == "CaseClosed").Message;
        Assert.Equal(("Approved", "welfare.programme", about.id, about.digest, 5), (
            closed.Text("outcome"), closed.Text("aboutKind"), closed.Id("aboutId"), closed.Text("aboutDigest"), closed.GetProperty("version").GetInt32()));
    }

    // The queues of other services stand before anything is published; here nobody else empties them.
    private async Task<List<JsonElement>> Drain(string queue, Guid caseId, int count)
    {
        var factory = new ConnectionFactory { Uri = new Uri(site.Broker) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var found = new List<JsonElement>();
        await Eventually.Holds(async () =>
        {
            while (await channel.BasicGetAsync(queue, autoAck: true) is { } got)
            {
                var message = JsonSerializer.Deserialize<JsonElement>(got.Body.Span).GetProperty("message");
                if (message.Id("caseId") == caseId) found.Add(message);
            }

            Assert.Equal(count, found.Count);
        });
        return found;
    }
}
