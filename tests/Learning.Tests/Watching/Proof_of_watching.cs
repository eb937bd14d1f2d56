using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Watching;

/// <summary>Attacks on the proof: ten minutes of video, 90 % required, at most 1.5 times.</summary>
[Collection(nameof(LearningSite))]
public sealed class Proof_of_watching(LearningSite site)
{
    private const long Minute = 60_000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_watches_through_with_breaks_and_repeats_has_finished()
    {
        var (video, person, session) = await Begin();
        Assert.Equal((2 * Minute, false), await Watch(person, session, 1, 2, (0, 2 * Minute, 1)));
        Assert.Equal((2 * Minute, false), await Watch(person, session, 2, 2, (0, 2 * Minute, 1))); // again: counts once
        Assert.Equal((5 * Minute, false), await Watch(person, session, 3, 2, (2 * Minute, 5 * Minute, 1.5)));
        var other = await Open(person, video); // tomorrow, from where it stopped
        Assert.Equal((9 * Minute, true), await Watch(person, other, 1, 4, (5 * Minute, 9 * Minute, 1)));
    }

    [Fact]
    public async Task Faster_than_time_is_not_counted_and_is_explained()
    {
        var (_, person, session) = await Begin();
        var answer = await Report(person, session, 1, (0, 10 * Minute, 1));
        Assert.Equal((0L, false), Figures(answer));
        Assert.Contains("比实际经过的时间还长", (string)Assert.Single(answer["flags"]!.AsArray())!);
        // In ten small bites it is no more believable: what was taken is spent.
        for (var bite = 0; bite < 10; bite++) await Report(person, session, 2 + bite, (bite * Minute, (bite + 1) * Minute, 1));
        Assert.Equal(0L, (long)(await Report(person, session, 20, (0, 1000, 1)))["covered"]! / Minute);
    }

    [Fact]
    public async Task A_faster_rate_than_allowed_is_not_counted()
    {
        var (_, person, session) = await Begin();
        Assert.Equal((0L, false), await Watch(person, session, 1, 5, (0, 10 * Minute, 2)));
        Assert.Equal((0L, false), await Watch(person, session, 2, 5, (0, 10 * Minute, 1000)));
    }

    [Fact]
    public async Task Overlapping_segments_of_one_report_pay_for_their_time_each()
    {
        var (_, person, session) = await Begin();
        var overlapping = Enumerable.Range(0, 10).Select(_ => (0L, 2 * Minute, 1.0)).ToArray();
        Assert.Equal((0L, false), await Watch(person, session, 1, 2, overlapping));
    }

    [Fact]
    public async Task A_replayed_report_changes_nothing()
    {
        var (_, person, session) = await Begin();
        Assert.Equal((Minute, false), await Watch(person, session, 1, 1, (0, Minute, 1)));
        Assert.Equal((Minute, false), await Watch(person, session, 1, 9, (Minute, 9 * Minute, 1)));
    }

    [Fact]
    public async Task A_forged_session_and_somebody_elses_are_not_there()
    {
        var (_, person, session) = await Begin();
        using var thief = site.Person("G/B01/");
        Assert.Equal(HttpStatusCode.NotFound, (await Send(thief, session, 1, (0, 1, 1))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(person, Guid.CreateVersion7(), 1, (0, 1, 1))).StatusCode);
    }

    [Fact]
    public async Task Two_devices_do_not_make_time_pass_twice()
    {
        var (video, person, first) = await Begin();
        var second = await Open(person, video);
        await Age(second, 4);
        await Age(first, 4);
        Assert.Equal("session-replaced", await Reply.Problem(await Send(person, first, 1, (0, 4 * Minute, 1))));
        Assert.Equal((4 * Minute, false), Figures(await Report(person, second, 1, (4 * Minute, 8 * Minute, 1))));
    }

    [Fact]
    public async Task An_offline_gap_is_made_good_by_one_late_report()
    {
        var (_, person, session) = await Begin();
        Assert.Equal((Minute, false), await Watch(person, session, 1, 1, (0, Minute, 1)));
        Assert.Equal((9 * Minute, true), await Watch(person, session, 2, 90, (Minute, 9 * Minute, 1)));
    }

    [Theory]
    [InlineData(-1, 1000, 1)]
    [InlineData(0, 601_000, 1)]
    [InlineData(5000, 5000, 1)]
    [InlineData(0, 1000, 0)]
    [InlineData(0, 1000, -1)]
    public async Task Segments_that_cannot_be_are_not_counted(long from, long to, double rate)
    {
        var (_, person, session) = await Begin();
        Assert.Equal((0L, false), await Watch(person, session, 1, 30, (from, to, rate)));
    }

    [Fact]
    public async Task The_clients_clock_is_not_asked_for()
    {
        var (_, person, session) = await Begin();
        var answer = await person.PostAsJsonAsync($"/api/v1/learning/watch-sessions/{session}/reports", new { sequence = 1, at = "2030-01-01T00:00:00Z", segments = new[] { new { from = 0, to = 1, rate = 1 } } }, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_flag_is_appealed_against_and_a_person_decides()
    {
        var (video, person, session) = await Begin();
        Assert.Equal(HttpStatusCode.NotFound, (await Appeal(person, video)).StatusCode);
        await Report(person, session, 1, (0, 10 * Minute, 1));
        Assert.Equal(HttpStatusCode.NoContent, (await Appeal(person, video)).StatusCode);
        Assert.Equal("appeal-open", await Reply.Problem(await Appeal(person, video)));

        var address = $"/api/v1/learning/videos/{video}/appeals/{personId}/decision";
        using var stranger = site.Organiser("G/B02/");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsJsonAsync(address, new { upheld = true, reason = "情况属实" }, Ct)).StatusCode);
        using var organiser = site.Organiser("G/B01/");
        Assert.True((bool)(await Reply.Body(await organiser.PostAsJsonAsync(address, new { upheld = true, reason = "情况属实" }, Ct)))["finished"]!);
        Assert.Equal("no-open-appeal", await Reply.Problem(await organiser.PostAsJsonAsync(address, new { upheld = false, reason = "再看一次" }, Ct)));
    }

    private Guid personId;

    private async Task<(Guid Video, HttpClient Person, Guid Session)> Begin()
    {
        personId = Guid.CreateVersion7();
        var video = Guid.CreateVersion7();
        await site.Ask<object>($"""
            INSERT INTO videos (id, unit_path, title, title_en, duration, required_share, fastest_rate)
            VALUES ('{video}', 'G/', '油锯安全', 'Chainsaw safety', {10 * Minute}, 0.9, 1.5) RETURNING 1
            """);
        var person = site.Person(personId, "G/B01/");
        return (video, person, await Open(person, video));
    }

    private static async Task<Guid> Open(HttpClient person, Guid video) =>
        Guid.Parse((string)(await Reply.Body(await person.PostAsync($"/api/v1/learning/videos/{video}/sessions", null, Ct)))["sessionId"]!);

    // The server's clock is the only one: minutes pass by moving the session's start back.
    private Task<object> Age(Guid session, int minutes) =>
        site.Ask<object>($"UPDATE watch_sessions SET started_at = started_at - interval '{minutes} minutes' WHERE id = '{session}' RETURNING 1");

    private async Task<(long Covered, bool Finished)> Watch(HttpClient person, Guid session, int sequence, int minutes, params (long, long, double)[] segments)
    {
        await Age(session, minutes);
        return Figures(await Report(person, session, sequence, segments));
    }

    private static (long, bool) Figures(JsonNode answer) => ((long)answer["covered"]!, (bool)answer["finished"]!);

    private static async Task<JsonNode> Report(HttpClient person, Guid session, int sequence, params (long From, long To, double Rate)[] segments)
    {
        var answer = await Send(person, session, sequence, segments);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
        return await Reply.Body(answer);
    }

    private static Task<HttpResponseMessage> Send(HttpClient person, Guid session, int sequence, params (long From, long To, double Rate)[] segments) =>
        person.PostAsJsonAsync($"/api/v1/learning/watch-sessions/{session}/reports", new { sequence, segments = segments.Select(segment => new { from = segment.From, to = segment.To, rate = segment.Rate }) }, Ct);

    private static Task<HttpResponseMessage> Appeal(HttpClient person, Guid video) => person.PostAsJsonAsync($"/api/v1/learning/videos/{video}/appeals", new { text = "当时没有信号" }, Ct);
}
