using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Contracts.Identity;
using Ronghe.Contracts.Learning;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Xapi;

/// <summary>The platform's own learning writes statements, and what content reports completes a lesson.</summary>
[Collection(nameof(LearningSite))]
public sealed class Lessons_in_the_record(LearningSite site)
{
    private const string Code = "FIRE-REPORT";
    private static readonly string[] Answers = ["B", "ABD"];

    private string HomePage => site.Issuer.Settings["Identity:Issuer"]!;

    [Fact]
    public async Task Content_that_reports_a_lesson_completes_it_once_and_says_so()
    {
        var person = await Employ();
        await site.Wire.Listen<LessonCompleted>();
        var caller = XapiCaller.Of(site);
        for (var time = 0; time < 2; time++) await caller.Store(About(person));
        await Eventually.Holds(() =>
        {
            Assert.Single(site.Wire.Heard<LessonCompleted>(), told => told.PersonId == person && told.LessonCode == Code && told.UnitPath == "G/B01/F0101/");
            return Task.CompletedTask;
        });
        Assert.Equal(1, await site.Ask<long>($"SELECT count(*) FROM completions WHERE person_id = '{person}'"));
    }

    [Fact]
    public async Task Neither_a_failed_try_nor_what_one_says_of_oneself_completes_it()
    {
        var person = await Employ();
        await XapiCaller.Of(site).Store(About(person).With("result/success", false));
        await new XapiCaller(site.Person(person, "G/B01/F0101/")).Store(About(person));
        Assert.Equal(0, await site.Ask<long>($"SELECT count(*) FROM completions WHERE person_id = '{person}'"));
    }

    [Fact]
    public async Task A_check_that_was_passed_here_stands_in_the_record()
    {
        var person = Guid.CreateVersion7();
        using var client = site.Person(person, "G/B01/F0101/");
        using var done = await client.PostAsJsonAsync("/api/v1/learning/lessons/FIRE-REPORT/completions", new { answers = Answers });
        Assert.Equal(HttpStatusCode.Created, done.StatusCode);
        var caller = new XapiCaller(client, "2.0.0");
        var statement = await caller.Get(Assert.Single(await caller.Find("limit=5")));
        Assert.Equal($"{HomePage}/lessons/{Code}", statement["object"]!["id"]!.ToString());
        Assert.Equal("learning", statement["authority"]!["account"]!["name"]!.ToString());
        Assert.Equal((await Reply.Body(done))["completionId"]!.ToString(), statement["id"]!.ToString());
    }

    private JsonObject About(Guid person) => Samples.Statement(verb: "http://adlnet.gov/expapi/verbs/passed")
        .With("actor", new JsonObject { ["account"] = new JsonObject { ["homePage"] = HomePage, ["name"] = person.ToString() } })
        .With("object", new JsonObject { ["id"] = $"{HomePage}/lessons/{Code}" });

    private async Task<Guid> Employ()
    {
        var person = Guid.CreateVersion7();
        await site.Wire.Tell(new PersonJoined(person, 1, new PersonFacts(Guid.CreateVersion7(), "G/B01/F0101/", [], false, null, true, new DateOnly(2020, 3, 1), null, null), DateTimeOffset.UnixEpoch));
        await Eventually.Holds(async () => Assert.Equal(1, await site.Ask<long>($"SELECT count(*) FROM directory_people WHERE id = '{person}'")));
        return person;
    }
}
