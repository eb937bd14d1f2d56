using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Contracts.Learning;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Exams;

[Collection(nameof(LearningSite))]
public sealed class Sit_an_exam(LearningSite site)
{
    private static readonly string[] TooLate = ["exam-over", "attempt-submitted"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_passes_gets_points_a_certificate_and_credit_and_it_is_told()
    {
        await site.Wire.Listen<ExamMarked>();
        var room = await ExamRoom.Open(site);
        var personId = Guid.CreateVersion7();
        using var person = site.Person(personId, "G/B01/F0101/");
        var paper = await room.Start(person);
        Assert.DoesNotContain("\"answers\":[\"B\"]", paper.ToJsonString());
        await ExamRoom.Answer(person, paper, right: 3);
        var outcome = await ExamRoom.Submit(person, paper);
        Assert.Equal(("Marked", 40m, true), ((string)outcome["state"]!, (decimal)outcome["points"]!, (bool)outcome["passed"]!));
        Assert.Empty(outcome["review"]!.AsArray()); // others still sit it

        var credits = (await person.GetFromJsonAsync<JsonNode>("/api/v1/learning/credits", Ct))!;
        Assert.Equal(2m, (decimal)credits["hours"]!);
        using var nobody = site.Host.Client();
        var check = await nobody.GetFromJsonAsync<JsonNode>($"/certificates/{outcome["certificate"]}/state", Ct);
        Assert.Equal(("Valid", "森林防火知识测试", "单位F0101"), ((string)check!["state"]!, (string)check["title"]!, (string)check["unit"]!));
        Assert.Contains("证书有效", await nobody.GetStringAsync($"/certificates/{outcome["certificate"]}", Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync("/certificates/ABCDEFGHJKMN", Ct)).StatusCode);
        await Eventually.Holds(() =>
        {
            Assert.Equal((40m, 50m, true), Assert.Single(site.Wire.Heard<ExamMarked>(), told => told.PersonId == personId) is var told ? (told.Points, told.FullPoints, told.Passed) : default);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Who_fails_gets_neither_certificate_nor_credit()
    {
        var room = await ExamRoom.Open(site);
        using var person = site.Person("G/B01/");
        var paper = await room.Start(person);
        await ExamRoom.Answer(person, paper, right: 1);
        var outcome = await ExamRoom.Submit(person, paper);
        Assert.Equal((20m, false), ((decimal)outcome["points"]!, (bool)outcome["passed"]!));
        Assert.Null(outcome["certificate"]);
        Assert.Equal(0m, (decimal)(await person.GetFromJsonAsync<JsonNode>("/api/v1/learning/credits", Ct))!["hours"]!);
        Assert.Equal("no-attempt-left", await Reply.Problem(await room.TryStart(person)));
    }

    [Fact]
    public async Task Another_device_goes_on_with_the_same_paper_and_the_newest_answer_wins()
    {
        var room = await ExamRoom.Open(site);
        using var person = site.Person("G/B01/");
        var paper = await room.Start(person);
        var number = (int)paper["questions"]![0]!["number"]!;
        Assert.True((await ExamRoom.Save(person, paper, number, "A", revision: 1)).IsSuccessStatusCode);
        Assert.True((await ExamRoom.Save(person, paper, number, "C", revision: 2)).IsSuccessStatusCode);

        var again = await room.Start(person);
        Assert.Equal(paper["questions"]!.ToJsonString(), again["questions"]!.ToJsonString());
        Assert.Equal(("C", 2), ((string)again["answers"]![0]!["answer"]!, (int)again["answers"]![0]!["revision"]!));

        // The first request again, from a queue on a slow line: it neither fails loudly nor turns the clock back.
        Assert.Equal("answer-superseded", await Reply.Problem(await ExamRoom.Save(person, paper, number, "A", revision: 1)));
        Assert.True((await ExamRoom.Save(person, paper, number, "C", revision: 2)).IsSuccessStatusCode);
        Assert.Equal("C", await site.Ask<string>($"SELECT given FROM exam_answers WHERE attempt_id = '{paper["attemptId"]}'"));
    }

    [Fact]
    public async Task Fifty_devices_that_start_at_once_get_one_paper()
    {
        var room = await ExamRoom.Open(site);
        using var person = site.Person("G/B01/");
        var papers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => room.Start(person)));
        Assert.Single(papers.Select(paper => (string)paper["attemptId"]!).Distinct());
        Assert.Equal(1L, await site.Ask<long>($"SELECT count(*) FROM exam_attempts WHERE exam_id = '{room.Id}'"));
    }

    [Fact]
    public async Task Many_answers_at_once_are_all_kept()
    {
        var room = await ExamRoom.Open(site);
        var people = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            var person = site.Person("G/B01/");
            return (person, paper: await room.Start(person));
        }));
        var saved = await Task.WhenAll(people.SelectMany(entry => entry.paper["questions"]!.AsArray().Select(question =>
            ExamRoom.Save(entry.person, entry.paper, (int)question!["number"]!, "A"))));
        Assert.All(saved, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(100L, await site.Ask<long>($"SELECT count(*) FROM exam_answers k JOIN exam_attempts a ON a.id = k.attempt_id WHERE a.exam_id = '{room.Id}'"));
        foreach (var entry in people) entry.person.Dispose();
    }

    [Fact]
    public async Task Papers_differ_and_options_are_shuffled()
    {
        var room = await ExamRoom.Open(site);
        var papers = new List<JsonNode>();
        for (var index = 0; index < 8; index++)
        {
            using var person = site.Person("G/B01/");
            papers.Add(await room.Start(person));
        }

        Assert.True(papers.Select(paper => string.Join(',', paper["questions"]!.AsArray().Select(question => (int)question!["number"]!))).Distinct().Count() > 4);
        Assert.True(papers.SelectMany(paper => paper["questions"]!.AsArray()).Where(question => (string)question!["kind"]! == "Single")
            .Select(question => ExamRoom.Letter(question!, text => text == ExamRoom.Right)).Distinct().Count() == 4);
        Assert.All(papers, paper => Assert.Equal(5, paper["questions"]!.AsArray().Select(question => (int)question!["number"]!).Distinct().Count()));
    }

    [Fact]
    public async Task Someone_elses_paper_an_unknown_question_and_a_late_answer_are_refused()
    {
        var room = await ExamRoom.Open(site, minutes: 1);
        using var person = site.Person("G/B01/");
        using var other = site.Person("G/B01/");
        var paper = await room.Start(person);
        var number = (int)paper["questions"]![0]!["number"]!;
        Assert.Equal(HttpStatusCode.NotFound, (await ExamRoom.Save(other, paper, number, "A")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ExamRoom.Save(person, paper, 99, "A")).StatusCode);
        Assert.True((await ExamRoom.Save(person, paper, number, "A")).IsSuccessStatusCode);
        await site.Ask<object>($"UPDATE exam_attempts SET ends_at = now() - interval '1 second' WHERE id = '{paper["attemptId"]}' RETURNING 1");
        Assert.Contains(await Reply.Problem(await ExamRoom.Save(person, paper, number, "B", 2)), TooLate);
        // Nobody pressed the button: the paper is handed in all the same, with what was saved.
        await Eventually.True(async () => await site.Ask<string>($"SELECT state FROM exam_attempts WHERE id = '{paper["attemptId"]}'") == "Marked", "the paper is handed in");
        Assert.Equal("attempt-submitted", await Reply.Problem(await ExamRoom.Save(person, paper, number, "B", 2)));
    }

    [Fact]
    public async Task Only_the_audience_may_sit_it()
    {
        var member = await site.Join("G/B02/F0201/", partyMember: true);
        using var organiser = site.Organiser();
        var audience = await Reply.Body(await organiser.PostAsJsonAsync("/api/v1/learning/audiences", new { name = "党员", rule = new { partyMember = true } }, Ct));
        var room = await ExamRoom.Open(site, audienceId: Guid.Parse((string)audience["audienceId"]!));
        using var meant = site.Person(member, "G/B02/F0201/");
        using var other = site.Person("G/B02/F0201/");
        await room.Start(meant);
        Assert.Equal("exam-not-for-you", await Reply.Problem(await room.TryStart(other)));
    }
}
