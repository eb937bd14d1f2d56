using System.Net;
using System.Text.Json.Nodes;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Xapi;

/// <summary>Every rule of Data 2.2 to 4.0: one fault at a time in a Statement that is right otherwise.</summary>
[Collection(nameof(LearningSite))]
public sealed class Malformed_statements(LearningSite site)
{
    public static TheoryData<string, string, string> Faults => new()
    {
        { "actor", "null", "actor" },
        { "actor", """{"name":"nobody"}""", "actor" },
        { "actor", """{"mbox":"mailto:a@b.cn","openid":"https://id.example/a"}""", "actor" },
        { "actor", """{"mbox":"a@b.cn"}""", "actor.mbox" },
        { "actor", """{"mbox":"mailto:nobody"}""", "actor.mbox" },
        { "actor", """{"mbox_sha1sum":"12ab"}""", "actor.mbox_sha1sum" },
        { "actor", """{"openid":"not an iri"}""", "actor.openid" },
        { "actor", """{"account":{"homePage":"https://hr.example"}}""", "actor.account.name" },
        { "actor", """{"account":{"homePage":"hr.example","name":"1"}}""", "actor.account.homePage" },
        { "actor", """{"account":{"homePage":"https://hr.example","name":"1","extra":1}}""", "actor.account.extra" },
        { "actor", """{"objectType":"Person","mbox":"mailto:a@b.cn"}""", "actor.objectType" },
        { "actor", """{"mbox":"mailto:a@b.cn","name":7}""", "actor.name" },
        { "actor", """{"mbox":"mailto:a@b.cn","Name":"x"}""", "actor.Name" },
        { "actor", """{"mbox":"mailto:a@b.cn","member":[]}""", "actor.member" },
        { "actor", """{"objectType":"Group"}""", "actor.member" },
        { "actor", """{"objectType":"Group","member":[]}""", "actor.member" },
        { "actor", """{"objectType":"Group","member":[{"objectType":"Group","mbox":"mailto:a@b.cn"}]}""", "actor.member[0].objectType" },
        { "actor", """{"objectType":"Group","mbox":"mailto:a@b.cn","openid":"https://a.cn"}""", "actor" },
        { "verb", """{"display":{"en":"did"}}""", "verb.id" },
        { "verb", """{"id":"did"}""", "verb.id" },
        { "verb", """{"id":"http://a.cn/did","display":"did"}""", "verb.display" },
        { "verb", """{"id":"http://a.cn/did","display":{"en_US":"did"}}""", "verb.display.en_US" },
        { "verb", """{"id":"http://a.cn/did","display":{"en":1}}""", "verb.display.en" },
        { "verb", """{"id":"http://a.cn/did","more":1}""", "verb.more" },
        { "verb", """{"id":"http://adlnet.gov/expapi/verbs/voided"}""", "object" },
        { "object", """{"objectType":"Thing","id":"http://a.cn"}""", "object.objectType" },
        { "object", """{"id":"no scheme"}""", "object.id" },
        { "object", """{"id":"http://a.cn","definition":{"name":"n"}}""", "object.definition.name" },
        { "object", """{"id":"http://a.cn","definition":{"type":"t"}}""", "object.definition.type" },
        { "object", """{"id":"http://a.cn","definition":{"moreInfo":"t"}}""", "object.definition.moreInfo" },
        { "object", """{"id":"http://a.cn","definition":{"interactionType":"riddle"}}""", "object.definition.interactionType" },
        { "object", """{"id":"http://a.cn","definition":{"choices":[]}}""", "object.definition.choices" },
        { "object", """{"id":"http://a.cn","definition":{"correctResponsesPattern":["a"]}}""", "object.definition.correctResponsesPattern" },
        { "object", """{"id":"http://a.cn","definition":{"interactionType":"choice","choices":[{"id":"a"},{"id":"a"}]}}""", "object.definition.choices[1].id" },
        { "object", """{"id":"http://a.cn","definition":{"interactionType":"choice","choices":[{"description":{"en":"a"}}]}}""", "object.definition.choices[0].id" },
        { "object", """{"id":"http://a.cn","definition":{"extensions":{"short":1}}}""", "object.definition.extensions.short" },
        { "object", """{"objectType":"StatementRef","id":"7"}""", "object.id" },
        { "object", """{"objectType":"StatementRef"}""", "object.id" },
        { "object", """{"objectType":"SubStatement","id":"6f3b8c7e-0b5e-4a5d-9c3a-2f4f0d3c1b2a"}""", "object.id" },
        { "object", """{"objectType":"SubStatement","actor":{"mbox":"mailto:a@b.cn"},"verb":{"id":"http://a.cn/v"},"object":{"objectType":"SubStatement"}}""", "object.object" },
        { "result", """{"score":{"scaled":1.5}}""", "result.score.scaled" },
        { "result", """{"score":{"raw":9,"max":5}}""", "result.score.raw" },
        { "result", """{"score":{"min":5,"max":5}}""", "result.score.max" },
        { "result", """{"score":{"raw":"9"}}""", "result.score.raw" },
        { "result", """{"success":"true"}""", "result.success" },
        { "result", """{"completion":1}""", "result.completion" },
        { "result", """{"response":5}""", "result.response" },
        { "result", """{"duration":"PT"}""", "result.duration" },
        { "result", """{"duration":"P1.5Y2M"}""", "result.duration" },
        { "result", """{"duration":"3 minutes"}""", "result.duration" },
        { "result", """{"extensions":null}""", "result.extensions" },
        { "context", """{"registration":"7"}""", "context.registration" },
        { "context", """{"instructor":{"name":"x"}}""", "context.instructor" },
        { "context", """{"team":{"mbox":"mailto:a@b.cn"}}""", "context.team.objectType" },
        { "context", """{"contextActivities":{"uncle":[]}}""", "context.contextActivities.uncle" },
        { "context", """{"contextActivities":{"parent":"http://a.cn"}}""", "context.contextActivities.parent" },
        { "context", """{"contextActivities":{"parent":[{"id":"x"}]}}""", "context.contextActivities.parent[0].id" },
        { "context", """{"language":"chinese_simplified"}""", "context.language" },
        { "context", """{"statement":{"id":"6f3b8c7e-0b5e-4a5d-9c3a-2f4f0d3c1b2a"}}""", "context.statement.objectType" },
        { "context", """{"contextAgents":[{"objectType":"contextAgent","agent":{"mbox":"mailto:a@b.cn"},"relevantTypes":[]}]}""", "context.contextAgents[0].relevantTypes" },
        { "context", """{"contextGroups":[{"objectType":"contextAgent","group":{"objectType":"Group","mbox":"mailto:a@b.cn"}}]}""", "context.contextGroups[0].objectType" },
        { "timestamp", "\"yesterday\"", "timestamp" },
        { "timestamp", "\"2026-03-01\"", "timestamp" },
        { "timestamp", "\"2026-13-01T08:00:00Z\"", "timestamp" },
        { "timestamp", "\"2026-03-01T08:00:00-00:00\"", "timestamp" },
        { "version", "\"0.95\"", "version" },
        { "version", "\"2.0.0\"", "version" },
        { "authority", """{"objectType":"Group","member":[{"mbox":"mailto:a@b.cn"}]}""", "authority" },
        { "attachments", """[{"usageType":"http://a.cn/u","display":{"en":"a"},"contentType":"text/plain","length":-1,"sha2":"a","fileUrl":"http://a.cn/f"}]""", "attachments[0].length" },
        { "attachments", """[{"usageType":"http://a.cn/u","display":{"en":"a"},"contentType":"text/plain","length":1,"sha2":"a","fileUrl":"http://a.cn/f"}]""", "attachments[0].sha2" },
        { "attachments", """[{"usageType":"u","display":{"en":"a"},"contentType":"text/plain","length":1,"sha2":"a"}]""", "attachments[0].usageType" },
        { "id", "\"not-a-uuid\"", "id" },
        { "id", "7", "id" },
        { "mood", "\"good\"", "mood" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_named_by_its_place_and_nothing_is_stored(string property, string value, string where)
    {
        var caller = XapiCaller.Of(site);
        var right = Samples.Statement();
        var wrong = Samples.Statement().With(property, JsonNode.Parse(value));
        using var answer = await caller.Post(new JsonArray(right, wrong));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("[1]." + where, (await Reply.Body(answer))["where"]!.GetValue<string>());
        Assert.Empty(await caller.Find($"agent={Samples.Escape(right["actor"]!)}"));
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("7")]
    [InlineData("""{"actor":{"mbox":"mailto:a@b.cn"},"actor":{"mbox":"mailto:a@b.cn"},"verb":{"id":"http://a.cn/v"},"object":{"id":"http://a.cn"}}""")]
    public async Task What_is_no_statement_is_refused(string body)
    {
        using var answer = await XapiCaller.Of(site).Send(HttpMethod.Post, "/xapi/statements", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("actor", """{"objectType":"Group","name":"晨会班组","member":[{"mbox":"mailto:a@b.cn"}]}""")]
    [InlineData("object", """{"objectType":"Agent","openid":"https://id.example/a"}""")]
    [InlineData("object", """{"objectType":"SubStatement","actor":{"mbox":"mailto:a@b.cn"},"verb":{"id":"http://a.cn/v"},"object":{"objectType":"StatementRef","id":"6f3b8c7e-0b5e-4a5d-9c3a-2f4f0d3c1b2a"}}""")]
    [InlineData("object", """{"id":"http://a.cn","definition":{"interactionType":"likert","scale":[{"id":"1","description":{"zh-Hans-CN":"好"}}],"extensions":{"http://a.cn/x":null}}}""")]
    [InlineData("result", """{"score":{"scaled":-1,"raw":0,"min":0,"max":5},"success":true,"duration":"P1DT2H3M4.5S"}""")]
    [InlineData("result", """{"duration":"P4W"}""")]
    [InlineData("context", """{"registration":"6f3b8c7e-0b5e-4a5d-9c3a-2f4f0d3c1b2a","revision":"2","platform":"融合","language":"zh-Hans","contextActivities":{"parent":{"id":"http://a.cn/p"}}}""")]
    [InlineData("timestamp", "\"2026-03-01T08:00:00.123456789+08:00\"")]
    [InlineData("attachments", """[{"usageType":"http://a.cn/u","display":{"en":"a"},"contentType":"text/plain; charset=utf-8","length":1,"sha2":"495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a","fileUrl":"http://a.cn/f"}]""")]
    public async Task What_the_specification_allows_is_stored(string property, string value)
    {
        await XapiCaller.Of(site).Store(Samples.Statement().With(property, JsonNode.Parse(value)));
    }
}
