using System.Net;
using System.Text.Json.Nodes;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Xapi;

[Collection(nameof(LearningSite))]
public sealed class Documents(LearningSite site)
{
    private readonly XapiCaller caller = XapiCaller.Of(site);

    public static TheoryData<string> Resources => ["/xapi/activities/state", "/xapi/activities/profile", "/xapi/agents/profile"];

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_document_is_created_read_merged_listed_and_deleted(string resource)
    {
        var address = Address(resource, "where", out var list);
        Assert.Equal(HttpStatusCode.NotFound, (await caller.Send(HttpMethod.Get, address)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await caller.Send(HttpMethod.Post, address, """{"page":3,"mark":"a"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await caller.Send(HttpMethod.Post, address, """{"page":4,"more":null}""")).StatusCode);
        using var read = await caller.Send(HttpMethod.Get, address);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"page":4,"mark":"a","more":null}"""), await Reply.Body(read)));
        Assert.Matches("^\"[0-9a-f]{40}\"$", read.Headers.ETag!.Tag);
        Assert.NotNull(read.Content.Headers.LastModified);
        Assert.Equal("""["where"]""", await (await caller.Send(HttpMethod.Get, list)).Content.ReadAsStringAsync());
        Assert.Equal("[]", await (await caller.Send(HttpMethod.Get, list + "&since=2099-01-01T00:00:00Z")).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NoContent, (await caller.Send(HttpMethod.Delete, address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await caller.Send(HttpMethod.Get, address)).StatusCode);
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_change_needs_the_present_etag_and_a_wrong_one_changes_nothing(string resource)
    {
        var address = Address(resource, "where", out _);
        var two = new XapiCaller(caller.Client, "2.0.0");
        await two.Send(HttpMethod.Put, address, """{"page":1}""", "application/json", ("If-None-Match", "*"));
        var tag = (await two.Send(HttpMethod.Get, address)).Headers.ETag!.Tag;
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await two.Send(HttpMethod.Put, address, "{}", "application/json", ("If-None-Match", "*"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await two.Send(HttpMethod.Put, address, "{}")).StatusCode);
        foreach (var method in (HttpMethod[])[HttpMethod.Put, HttpMethod.Post, HttpMethod.Delete])
            Assert.Equal(HttpStatusCode.PreconditionFailed, (await two.Send(method, address, method == HttpMethod.Delete ? null : "{}", "application/json", ("If-Match", "\"0\""))).StatusCode);
        Assert.Equal("""{"page":1}""", await (await two.Send(HttpMethod.Get, address)).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NoContent, (await two.Send(HttpMethod.Put, address, """{"page":2}""", "application/json", ("If-Match", tag))).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await two.Send(HttpMethod.Delete, address, null, null, ("If-Match", tag))).StatusCode);
    }

    [Fact]
    public async Task State_of_1_0_is_overwritten_without_a_precondition_and_profiles_are_not()
    {
        var (state, profile) = (Address("/xapi/activities/state", "s", out _), Address("/xapi/activities/profile", "p", out _));
        foreach (var address in (string[])[state, profile]) await caller.Send(HttpMethod.Put, address, "{}", "application/json", ("If-None-Match", "*"));
        Assert.Equal(HttpStatusCode.NoContent, (await caller.Send(HttpMethod.Put, state, """{"a":1}""")).StatusCode);
        using var refused = await caller.Send(HttpMethod.Put, profile, """{"a":1}""");
        Assert.Equal((HttpStatusCode.Conflict, "precondition-required"), (refused.StatusCode, await Reply.Problem(refused)));
    }

    [Fact]
    public async Task Of_two_writers_with_the_same_etag_one_wins()
    {
        var address = Address("/xapi/activities/state", "race", out _);
        await caller.Send(HttpMethod.Put, address, "{}");
        var tag = (await caller.Send(HttpMethod.Get, address)).Headers.ETag!.Tag;
        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(n => caller.Send(HttpMethod.Put, address, $$"""{"n":{{n}}}""", "application/json", ("If-Match", tag))));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.NoContent);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task Bytes_that_are_not_json_come_back_as_they_were_and_are_not_merged()
    {
        var address = Address("/xapi/activities/state", "raw", out _);
        await caller.Send(HttpMethod.Put, address, "abc", "text/plain");
        Assert.Equal("text/plain", (await caller.Send(HttpMethod.Get, address)).Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.BadRequest, (await caller.Send(HttpMethod.Post, address, "{}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await caller.Send(HttpMethod.Put, address, "{ broken")).StatusCode);
        Assert.Equal("abc", await (await caller.Send(HttpMethod.Get, address)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task All_states_of_an_activity_go_at_once()
    {
        var one = Address("/xapi/activities/state", "one", out var list);
        await caller.Send(HttpMethod.Put, one, "{}");
        await caller.Send(HttpMethod.Put, one.Replace("stateId=one", "stateId=two", StringComparison.Ordinal), "{}");
        Assert.Equal(HttpStatusCode.NoContent, (await caller.Send(HttpMethod.Delete, list)).StatusCode);
        Assert.Equal("[]", await (await caller.Send(HttpMethod.Get, list)).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/xapi/activities/state?stateId=a&agent={}&activityId=http://a.cn")]
    [InlineData("/xapi/activities/state?stateId=a&activityId=http://a.cn")]
    [InlineData("/xapi/activities/state?stateId=a&agent={\"mbox\":\"mailto:a@b.cn\"}&activityId=a")]
    [InlineData("/xapi/activities/state?stateId=a&agent={\"mbox\":\"mailto:a@b.cn\"}&activityId=http://a.cn&registration=7")]
    [InlineData("/xapi/activities/profile?activityId=http://a.cn")]
    [InlineData("/xapi/agents/profile?agent={\"mbox\":\"mailto:a@b.cn\"}&profileID=a")]
    public async Task A_wrong_parameter_is_refused(string address)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await caller.Send(HttpMethod.Put, address, "{}")).StatusCode);
    }

    [Fact]
    public async Task Another_unit_has_documents_of_its_own()
    {
        var address = Address("/xapi/activities/state", "mine", out _);
        await caller.Send(HttpMethod.Put, address, "{}");
        Assert.Equal(HttpStatusCode.NotFound, (await XapiCaller.Of(site, "G/B02/").Send(HttpMethod.Get, address)).StatusCode);
    }

    [Fact]
    public async Task An_agent_is_a_person_and_an_activity_has_the_names_of_all_languages()
    {
        var statement = Samples.Statement();
        var activity = statement["object"]!["id"]!.ToString();
        statement["object"]!["definition"] = JsonNode.Parse("""{"name":{"zh-CN":"防火"},"type":"http://adlnet.gov/expapi/activities/lesson"}""");
        await caller.Store(statement);
        await caller.Store(Samples.Statement().With("object", new JsonObject
        {
            ["id"] = activity, ["definition"] = JsonNode.Parse("""{"name":{"en":"Fire"}}"""),
        }));
        using var known = await caller.Send(HttpMethod.Get, "/xapi/activities?activityId=" + activity);
        var definition = (await Reply.Body(known))["definition"]!;
        Assert.Equal(["en", "zh-CN"], definition["name"]!.AsObject().Select(entry => entry.Key).Order());
        Assert.Equal("http://adlnet.gov/expapi/activities/lesson", definition["type"]!.ToString());
        using var person = await caller.Send(HttpMethod.Get, "/xapi/agents?agent=" + Samples.Escape(statement["actor"]!));
        var told = await Reply.Body(person);
        Assert.Equal(("Person", statement["actor"]!["mbox"]!.ToString()), (told["objectType"]!.ToString(), told["mbox"]![0]!.ToString()));
    }

    private static string Address(string resource, string id, out string list)
    {
        var agent = "agent=" + Samples.Escape(Samples.Statement()["actor"]!);
        var activity = "activityId=https://forest.example/lessons/" + Samples.Fresh();
        list = $"{resource}?{(resource.Contains("state", StringComparison.Ordinal) ? $"{agent}&{activity}" : resource.Contains("agents", StringComparison.Ordinal) ? agent : activity)}";
        return $"{list}&{(resource.Contains("state", StringComparison.Ordinal) ? "stateId" : "profileId")}={id}";
    }
}
