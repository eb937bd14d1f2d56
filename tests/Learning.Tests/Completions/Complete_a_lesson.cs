using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Contracts.Learning;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Completions;

[Collection(nameof(LearningSite))]
public sealed class Complete_a_lesson(LearningSite site)
{
    private const string Lesson = "/api/v1/learning/lessons/FIRE-REPORT/completions";

    private static readonly string[] AnyAnswer = ["A"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Right_answers_complete_it_and_that_is_told()
    {
        await site.Wire.Listen<LessonCompleted>();
        var personId = Guid.CreateVersion7();
        using var person = site.Person(personId, "G/B01/F0101/");
        var answer = await Answer(person, "B", "dba");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var completed = await Reply.Body(answer);
        Assert.Equal(("FIRE-REPORT", 1), ((string)completed["lessonCode"]!, (int)completed["lessonVersion"]!));

        await Eventually.Holds(() =>
        {
            var told = Assert.Single(site.Wire.Heard<LessonCompleted>(), told => told.PersonId == personId);
            Assert.Equal(((string)completed["completionId"]!, 1L, "G/B01/F0101/", "FIRE-REPORT"), (told.CompletionId.ToString(), told.Version, told.UnitPath, told.LessonCode));
            return Task.CompletedTask;
        });
        var mine = await person.GetFromJsonAsync<JsonNode>("/api/v1/learning/completions", Ct);
        Assert.Equal((string)completed["completionId"]!, (string)Assert.Single(mine!["completions"]!.AsArray())!["completionId"]!);
        Assert.True((bool)(await person.GetFromJsonAsync<JsonNode>("/api/v1/learning/lessons/FIRE-REPORT", Ct))!["completed"]!);
    }

    [Fact]
    public async Task Wrong_answers_name_the_questions_but_not_the_answers_and_leave_no_trace()
    {
        var personId = Guid.CreateVersion7();
        using var person = site.Person(personId, "G/B01/");
        var answer = await Answer(person, "B", "AB");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var problem = await Reply.Body(answer);
        Assert.Equal("urn:ronghe:problem:check-not-passed", (string)problem["type"]!);
        Assert.Equal(["contents"], problem["lookAgain"]!.AsArray().Select(key => (string)key!));
        Assert.DoesNotContain("ABD", problem.ToJsonString());
        Assert.Equal(0L, await CountOf(personId));
    }

    [Fact]
    public async Task Twenty_devices_at_once_complete_it_once()
    {
        await site.Wire.Listen<LessonCompleted>();
        var personId = Guid.CreateVersion7();
        using var person = site.Person(personId, "G/B01/");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Answer(person, "B", "ABD")));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        var ids = await Task.WhenAll(answers.Select(async answer => (string)(await Reply.Body(answer))["completionId"]!));
        Assert.Single(ids.Distinct());

        // The outbox keeps the order: when a later one was heard, all before it were.
        var later = Guid.CreateVersion7();
        using var another = site.Person(later, "G/B01/");
        await Answer(another, "B", "ABD");
        await Eventually.True(() => Task.FromResult(site.Wire.Heard<LessonCompleted>().Any(told => told.PersonId == later)), "the later one is heard");
        Assert.Single(site.Wire.Heard<LessonCompleted>(), told => told.PersonId == personId);
    }

    [Fact]
    public async Task Who_moved_to_another_unit_still_has_it()
    {
        var personId = Guid.CreateVersion7();
        using var before = site.Person(personId, "G/B01/");
        await Answer(before, "B", "ABD");
        using var after = site.Person(personId, "G/B02/");
        Assert.Equal(HttpStatusCode.OK, (await Answer(after, "B", "ABD")).StatusCode);
        Assert.Single((await after.GetFromJsonAsync<JsonNode>("/api/v1/learning/completions", Ct))!["completions"]!.AsArray());
    }

    [Fact]
    public async Task What_others_completed_is_not_there()
    {
        using var one = site.Person("G/B01/");
        await Answer(one, "B", "ABD");
        using var manager = site.Person("G/", "Manager@G/");
        Assert.Empty((await manager.GetFromJsonAsync<JsonNode>("/api/v1/learning/completions", Ct))!["completions"]!.AsArray());
    }

    [Fact]
    public async Task A_system_cannot_learn()
    {
        using var client = site.Client("G/B01/", "learning");
        var answer = await Answer(client, "B", "ABD");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("persons-only", await Reply.Problem(answer));
        Assert.Equal(0L, await CountOf(Guid.Empty));
    }

    [Theory]
    [InlineData("{}", "answers")]
    [InlineData("""{ "answers": ["B"] }""", "answers")]
    [InlineData("""{ "answers": ["B", ""] }""", "answers[1]")]
    [InlineData("""{ "answers": ["B", "AA"] }""", "answers[1]")]
    [InlineData("""{ "answers": ["X", "AB"] }""", "answers[0]")]
    public async Task An_answer_that_cannot_be_is_named(string body, string field)
    {
        using var person = site.Person("G/B01/");
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var answer = await person.PostAsync(Lesson, content, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(field, Assert.Single((await Reply.Body(answer))["errors"]!.AsObject()).Key, ignoreCase: true);
    }

    [Fact]
    public async Task A_lesson_that_is_not_there_answers_404()
    {
        using var person = site.Person("G/B01/");
        var answer = await person.PostAsJsonAsync("/api/v1/learning/lessons/NOTHING/completions", new { answers = AnyAnswer }, Ct);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("not-found", await Reply.Problem(answer));
    }

    [Fact]
    public async Task Neither_time_nor_failed_tries_are_kept() => Assert.Equal(
        "completed_at,id,lesson_code,lesson_version,person_id,unit_path",
        await site.Ask<string>("SELECT string_agg(column_name, ',' ORDER BY column_name COLLATE \"C\") FROM information_schema.columns WHERE table_name = 'completions'"));

    private static Task<HttpResponseMessage> Answer(HttpClient person, params string[] answers) =>
        person.PostAsJsonAsync(Lesson, new { answers }, Ct);

    private Task<long> CountOf(Guid personId) => site.Ask<long>($"SELECT count(*) FROM completions WHERE person_id = '{personId}'");
}
