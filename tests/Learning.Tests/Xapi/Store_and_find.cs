using System.Net;
using System.Text.Json.Nodes;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Xapi;

[Collection(nameof(LearningSite))]
public sealed class Store_and_find(LearningSite site)
{
    private readonly XapiCaller caller = XapiCaller.Of(site);

    [Fact]
    public async Task A_statement_comes_back_as_it_was_sent_with_what_the_store_adds()
    {
        var sent = Samples.Statement().With("context/contextActivities/parent", JsonNode.Parse("""{"id":"http://a.cn/p"}"""));
        var id = await caller.Store(sent);
        var back = (await caller.Get(id)).AsObject();
        Assert.Equal(id, back["id"]!.GetValue<Guid>());
        Assert.Equal("1.0.0", back["version"]!.GetValue<string>());
        Assert.Equal("subsidiary", back["authority"]!["account"]!["name"]!.GetValue<string>());
        Assert.Equal(back["stored"]!.GetValue<string>(), back["timestamp"]!.GetValue<string>());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""[{"id":"http://a.cn/p"}]"""), back["context"]!["contextActivities"]!["parent"]));
        Assert.True(JsonNode.DeepEquals(sent["actor"], back["actor"]) && JsonNode.DeepEquals(sent["verb"], back["verb"]));
    }

    [Fact]
    public async Task The_same_again_is_done_and_anything_else_under_its_id_is_refused()
    {
        var id = Guid.CreateVersion7();
        var statement = Samples.Statement().With("id", id.ToString());
        using var first = await caller.Put(id, statement);
        using var again = await caller.Put(id, statement.DeepClone().AsObject().With("verb/display", JsonNode.Parse("""{"fr":"fini"}""")));
        using var other = await caller.Put(id, statement.DeepClone().AsObject().With("verb/id", "http://adlnet.gov/expapi/verbs/failed"));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.Conflict), (first.StatusCode, again.StatusCode, other.StatusCode));
        Assert.Equal("statement-conflict", await Reply.Problem(other));
        Assert.Equal("http://adlnet.gov/expapi/verbs/completed", (await caller.Get(id))["verb"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task One_conflict_refuses_its_whole_batch_and_no_other()
    {
        var taken = await caller.Store(Samples.Statement());
        var (beside, elsewhere) = (Samples.Statement(), Samples.Statement());
        var conflicting = new JsonArray(beside.DeepClone(), Samples.Statement().With("id", taken.ToString()));
        var answers = await Task.WhenAll(caller.Post(conflicting), caller.Post(elsewhere.DeepClone()));
        Assert.Equal([HttpStatusCode.Conflict, HttpStatusCode.OK], answers.Select(answer => answer.StatusCode));
        Assert.Empty(await caller.Find($"agent={Samples.Escape(beside["actor"]!)}"));
        Assert.Single(await caller.Find($"agent={Samples.Escape(elsewhere["actor"]!)}"));
    }

    [Fact]
    public async Task The_same_statement_from_many_at_once_is_stored_once()
    {
        var statement = Samples.Statement().With("id", Guid.CreateVersion7().ToString());
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => caller.Post(statement.DeepClone())));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Single(await caller.Find($"agent={Samples.Escape(statement["actor"]!)}"));
    }

    [Fact]
    public async Task A_batch_with_an_id_twice_is_refused()
    {
        var id = Guid.CreateVersion7().ToString();
        using var answer = await caller.Post(new JsonArray(Samples.Statement().With("id", id), Samples.Statement().With("id", id)));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Each_filter_finds_what_it_says()
    {
        var (who, what, registration) = (Samples.Fresh(), Samples.Fresh(), Guid.CreateVersion7());
        var plain = await caller.Store(Samples.Statement(who, what));
        var instructed = await caller.Store(Samples.Statement().With("context/instructor", Samples.Statement(who)["actor"]!.DeepClone()));
        var inside = await caller.Store(Samples.Statement().With("context/contextActivities/grouping", new JsonArray(Samples.Statement(null, what)["object"]!.DeepClone())));
        var registered = await caller.Store(Samples.Statement(who).With("context/registration", registration.ToString()));
        var grouped = await caller.Store(Samples.Statement().With("actor", new JsonObject { ["objectType"] = "Group", ["member"] = new JsonArray(Samples.Statement(who)["actor"]!.DeepClone()) }));

        var agent = $"agent={Samples.Escape(Samples.Statement(who)["actor"]!)}";
        var activity = $"activity=https://forest.example/lessons/{what}";
        Assert.Equal([grouped, registered, plain], await caller.Find(agent));
        Assert.Equal([plain, registered, grouped], await caller.Find(agent + "&ascending=true"));
        Assert.Equal([grouped, registered, instructed, plain], await caller.Find(agent + "&related_agents=true"));
        Assert.Equal([plain], await caller.Find(activity));
        Assert.Equal([inside, plain], await caller.Find(activity + "&related_activities=true"));
        Assert.Equal([plain], await caller.Find($"{agent}&{activity}"));
        Assert.Equal([registered], await caller.Find($"registration={registration}"));
        Assert.Empty(await caller.Find(agent + "&verb=http://adlnet.gov/expapi/verbs/failed"));
        Assert.Equal([grouped, registered, plain], await caller.Find(agent + "&verb=http://adlnet.gov/expapi/verbs/completed"));
    }

    [Fact]
    public async Task Since_and_until_bound_the_time_of_storing()
    {
        var who = Samples.Fresh();
        var (first, second) = (await caller.Store(Samples.Statement(who)), await caller.Store(Samples.Statement(who)));
        var stored = Uri.EscapeDataString((await caller.Get(first))["stored"]!.GetValue<string>());
        var agent = $"agent={Samples.Escape(Samples.Statement(who)["actor"]!)}";
        Assert.Equal([second], await caller.Find($"{agent}&since={stored}"));
        Assert.Equal([first], await caller.Find($"{agent}&until={stored}"));
    }

    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_repetition()
    {
        var who = Samples.Fresh();
        var batch = new JsonArray([.. Enumerable.Range(0, 23).Select(_ => (JsonNode)Samples.Statement(who))]);
        using var answer = await caller.Post(batch);
        var ids = (await Reply.Body(answer)).AsArray().Select(id => id!.GetValue<Guid>()).ToList();
        var agent = $"agent={Samples.Escape(Samples.Statement(who)["actor"]!)}";
        Assert.Equal(ids, await caller.Find($"{agent}&limit=5&ascending=true"));
        Assert.Equal(Enumerable.Reverse(ids), await caller.Find($"{agent}&limit=5&related_agents=true"));
    }

    [Fact]
    public async Task A_statement_about_another_is_found_by_what_finds_that_one_whichever_came_first()
    {
        var who = Samples.Fresh();
        var target = Guid.CreateVersion7();
        JsonObject About(Guid id) => Samples.Statement().With("object", new JsonObject { ["objectType"] = "StatementRef", ["id"] = id.ToString() });
        var early = await caller.Store(About(target));
        var earlyAgain = await caller.Store(About(early));
        await caller.Store(Samples.Statement(who).With("id", target.ToString()));
        var late = await caller.Store(About(earlyAgain));
        var found = await caller.Find($"agent={Samples.Escape(Samples.Statement(who)["actor"]!)}&ascending=true");
        Assert.Equal([early, earlyAgain, target, late], found);
    }

    [Theory]
    [InlineData("statementId=7")]
    [InlineData("agent=nobody")]
    [InlineData("verb=did")]
    [InlineData("limit=-1")]
    [InlineData("limit=five")]
    [InlineData("ascending=yes")]
    [InlineData("since=yesterday")]
    [InlineData("format=short")]
    [InlineData("Agent=x")]
    [InlineData("more=abc")]
    [InlineData("statementId=6f3b8c7e-0b5e-4a5d-9c3a-2f4f0d3c1b2a&voidedStatementId=6f3b8c7e-0b5e-4a5d-9c3a-2f4f0d3c1b2a")]
    [InlineData("statementId=6f3b8c7e-0b5e-4a5d-9c3a-2f4f0d3c1b2a&limit=3")]
    public async Task A_wrong_parameter_is_refused(string parameters)
    {
        using var answer = await caller.Send(HttpMethod.Get, "/xapi/statements?" + parameters);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Formats_give_ids_alone_or_one_language_of_the_known_definition()
    {
        var statement = Samples.Statement();
        statement["object"]!["definition"] = JsonNode.Parse("""{"name":{"en-US":"Fire watch","zh-CN":"防火瞭望"},"type":"http://adlnet.gov/expapi/activities/lesson"}""");
        var id = await caller.Store(statement);
        var ids = await caller.Get(id, "&format=ids");
        Assert.Equal($$"""{"id":"{{statement["object"]!["id"]}}"}""", ids["object"]!.ToJsonString());
        Assert.Null(ids["verb"]!["display"]);
        using var answer = await caller.Send(HttpMethod.Get, $"/xapi/statements?statementId={id}&format=canonical", null, null, ("Accept-Language", "fr;q=0.9, zh;q=0.8, en;q=0.1"));
        var canonical = await Reply.Body(answer);
        Assert.Equal("""{"zh-CN":"防火瞭望"}""", canonical["object"]!["definition"]!["name"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Single(canonical["verb"]!["display"]!.AsObject());
    }
}
