using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Messaging;

public sealed class FailureTests(Servers servers) : IAsyncLifetime
{
    private const string Queues = "/api/v1/notes/operations/error-queues";
    private const string Messages = $"{Queues}/{NotesService.Queue}/messages";
    private const string Replays = $"{Queues}/{NotesService.Queue}/replays";
    private const string Discards = $"{Queues}/{NotesService.Queue}/discards";
    private static readonly ActivitySource Source = new("Ronghe.Tests");
    private Issuer issuer = null!;
    private Site site = null!;
    private NotesService service = null!;
    private HttpClient administrator = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        issuer = await Issuer.StartAsync();
        site = await Site.CreateAsync(servers);
        service = await NotesService.StartAsync(site, issuer: issuer);
        administrator = Person("SystemAdministrator@G/");
    }

    public async ValueTask DisposeAsync()
    {
        administrator.Dispose();
        await service.DisposeAsync();
        await issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_failure_can_be_inspected_with_its_headers_exception_body_and_trace()
    {
        using var root = Source.StartActivity("act");
        var note = (await service.Write("poison")).Single();
        await site.Failures(1);

        var queue = Assert.Single((await Get(Queues))["queues"]!.AsArray(), queue => queue!["queue"]!.GetValue<string>() == NotesService.Queue)!;
        Assert.Equal(1, queue["failed"]!.GetValue<long>());
        Assert.Equal(nameof(ReadNoteWhenNoteWritten), queue["consumer"]!.GetValue<string>());
        var message = Assert.Single((await Get(Messages))["messages"]!.AsArray())!;
        Assert.Equal(typeof(NoteWritten).FullName, message["contract"]!.GetValue<string>());
        Assert.Equal("notes", message["service"]!.GetValue<string>());
        Assert.Equal("System.InvalidOperationException", message["exceptionType"]!.GetValue<string>());
        Assert.Equal("Poison.", message["exceptionMessage"]!.GetValue<string>());
        Assert.Contains(nameof(ReadNoteWhenNoteWritten), message["exceptionStack"]!.GetValue<string>());
        Assert.Equal("fault", message["headers"]!["MT-Reason"]!.GetValue<string>());
        Assert.Equal(note, JsonNode.Parse(message["body"]!.GetValue<string>())!["message"]!["noteId"]!.GetValue<Guid>());
        Assert.Equal(root!.TraceId.ToHexString(), message["traceId"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_replayed_message_takes_effect_once_however_often_it_is_replayed()
    {
        await service.Write("poison");
        await site.Failures(1);
        await service.Write("antidote");
        var id = await site.Ask<Guid>("SELECT message_id FROM failed_messages");

        Assert.Equal(1, (await Post(Replays, new { messageIds = new[] { id } }))["settled"]!.GetValue<int>());
        await site.Readings(2);
        var again = await Post(Replays, new { messageIds = new[] { id } });
        Assert.Equal(0, again["settled"]!.GetValue<int>());
        Assert.Equal(id, again["notThere"]![0]!.GetValue<Guid>());

        // The same message fails again, as after a crash between effect and acknowledgement, and is replayed again.
        await site.Execute($"INSERT INTO failed_messages SELECT queue, message_id, contract, body, 'application/vnd.masstransit+json', '{{}}', null, null, null, null, 1, now() FROM message_acts WHERE message_id = '{id}'");
        Assert.Equal(1, (await Post(Replays, new { messageIds = new[] { id } }))["settled"]!.GetValue<int>());
        await service.Write("last");
        await site.Readings(3);
        Assert.Equal(1, await site.Ask<long>("SELECT count(*) FROM readings WHERE text = 'poison'"));
        Assert.Equal(1, await site.Ask<long>($"SELECT count(*) FROM inbox WHERE message_id = '{id}'"));
    }

    [Fact]
    public async Task All_of_a_queue_are_replayed_and_what_fails_again_waits_again()
    {
        await service.Write([.. Enumerable.Repeat("poison", 30)]);
        await site.Failures(30);
        Assert.Equal(30, (await Post(Replays, new { all = true }))["settled"]!.GetValue<int>());
        await site.Failures(30);

        await service.Write("antidote");
        Assert.Equal(30, (await Post(Replays, new { all = true }))["settled"]!.GetValue<int>());
        await site.Readings(31);
        await site.Failures(0);
        Assert.Equal(60, await site.Ask<long>("SELECT count(*) FROM message_acts WHERE act = 'replayed'"));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition()
    {
        await service.Write([.. Enumerable.Repeat("poison", 7)]);
        await site.Failures(7);
        var seen = new List<Guid>();
        for (var next = ""; ;)
        {
            var page = await Get($"{Messages}?most=3{next}");
            seen.AddRange(page["messages"]!.AsArray().Select(message => message!["messageId"]!.GetValue<Guid>()));
            if (page["next"] is not { } cursor) break;
            next = $"&after={cursor}";
        }

        Assert.Equal(7, seen.Count);
        Assert.Equal(7, seen.Distinct().Count());
    }

    [Fact]
    public async Task A_discard_needs_a_reason_and_stays_on_record_with_who_did_it()
    {
        await service.Write("poison");
        await site.Failures(1);
        using (var without = await administrator.PostAsJsonAsync(Discards, new { all = true }, Ct)) await Refused(without, HttpStatusCode.BadRequest, "reason");
        using (var without = await administrator.PostAsJsonAsync(Discards, new { all = true, reason = "   no   " }, Ct)) await Refused(without, HttpStatusCode.BadRequest, "reason");
        Assert.Equal(1, await site.Ask<long>("SELECT count(*) FROM failed_messages"));

        Assert.Equal(1, (await Post(Discards, new { all = true, reason = "测试数据，不再需要" }))["settled"]!.GetValue<int>());

        await site.Failures(0);
        using var auditor = Person("AuditAdministrator@G/");
        var act = Assert.Single(JsonNode.Parse(await auditor.GetStringAsync("/api/v1/notes/operations/acts", Ct))!["acts"]!.AsArray())!;
        Assert.Equal("discarded", act["act"]!.GetValue<string>());
        Assert.Equal("测试数据，不再需要", act["reason"]!.GetValue<string>());
        Assert.True(Guid.TryParse(act["actedBy"]!.GetValue<string>(), out _));
        foreach (var sql in new[] { "DELETE FROM message_acts", "UPDATE message_acts SET reason = 'x'", "TRUNCATE message_acts" })
        {
            Assert.Contains("append-only", (await Assert.ThrowsAsync<PostgresException>(() => site.Execute(sql))).Message);
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"all":false,"messageIds":[]}""")]
    [InlineData("""{"all":true,"messageIds":["01900000-0000-7000-8000-000000000001"]}""")]
    [InlineData("""{"messageIds":["one"]}""")]
    [InlineData("")]
    public async Task A_choice_that_is_none_is_refused(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await administrator.PostAsync(Replays, content, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("urn:ronghe:problem:invalid-input", (await answer.Content.ReadFromJsonAsync<JsonNode>(Ct))!["type"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_queue_of_another_service_is_not_found()
    {
        using var answer = await administrator.PostAsJsonAsync($"{Queues}/welfare-something/replays", new { all = true }, Ct);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("SystemAdministrator@G/B01/")]
    [InlineData("SecurityAdministrator@G/")]
    [InlineData("AuditAdministrator@G/")]
    [InlineData("Leader@G/")]
    public async Task Nobody_but_a_system_administrator_of_the_whole_platform_settles_failures(string role)
    {
        using var other = Person(role);
        foreach (var path in new[] { Queues, Messages })
        {
            using var read = await other.GetAsync(path, Ct);
            Assert.Equal(HttpStatusCode.Forbidden, read.StatusCode);
        }

        using var replay = await other.PostAsJsonAsync(Replays, new { all = true }, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, replay.StatusCode);
        using var discard = await other.PostAsJsonAsync(Discards, new { all = true, reason = "long enough" }, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, discard.StatusCode);
        using var anonymous = new HttpClient { BaseAddress = service.Address };
        using var nobody = await anonymous.PostAsJsonAsync(Replays, new { all = true }, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
    }

    [Fact]
    public async Task What_is_no_message_at_all_is_kept_and_shown_too()
    {
        await site.SendBytes(NotesService.Queue, "not json at all"u8.ToArray());
        await site.Failures(1);
        var message = Assert.Single((await Get(Messages))["messages"]!.AsArray())!;
        Assert.Equal("not json at all", message["body"]!.GetValue<string>());
        Assert.Equal("", message["contract"]!.GetValue<string>());
        Assert.NotEmpty(message["exceptionMessage"]!.GetValue<string>());
    }

    private HttpClient Person(string role) => new()
    {
        BaseAddress = service.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", issuer.Token(Guid.CreateVersion7().ToString(), "person", "G/", [role], ["notes"])) },
    };

    private async Task<JsonNode> Get(string path) => JsonNode.Parse(await administrator.GetStringAsync(path, Ct))!;

    private async Task<JsonNode> Post(string path, object body)
    {
        using var answer = await administrator.PostAsJsonAsync(path, body, Ct);
        var read = (await answer.Content.ReadFromJsonAsync<JsonNode>(Ct))!;
        Assert.True(answer.StatusCode == HttpStatusCode.OK, read.ToJsonString());
        return read;
    }

    private static async Task Refused(HttpResponseMessage answer, HttpStatusCode status, string field)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.NotNull((await answer.Content.ReadFromJsonAsync<JsonNode>(Ct))!["errors"]![field]);
    }
}
