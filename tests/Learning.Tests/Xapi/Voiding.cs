using System.Net;
using System.Text.Json.Nodes;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Xapi;

[Collection(nameof(LearningSite))]
public sealed class Voiding(LearningSite site)
{
    private readonly XapiCaller caller = XapiCaller.Of(site);

    [Fact]
    public async Task A_voided_statement_is_found_only_as_voided_and_the_voiding_one_in_its_place()
    {
        var who = Samples.Fresh();
        var voided = await caller.Store(Samples.Statement(who));
        var voiding = await caller.Store(Void(voided));
        using var gone = await caller.Send(HttpMethod.Get, $"/xapi/statements?statementId={voided}");
        using var kept = await caller.Send(HttpMethod.Get, $"/xapi/statements?voidedStatementId={voided}");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (gone.StatusCode, kept.StatusCode));
        Assert.Equal([voiding], await caller.Find($"agent={Samples.Escape(Samples.Statement(who)["actor"]!)}"));
    }

    [Fact]
    public async Task A_statement_that_comes_after_its_voiding_is_voided_too()
    {
        var id = Guid.CreateVersion7();
        await caller.Store(Void(id));
        await caller.Store(Samples.Statement().With("id", id.ToString()));
        using var gone = await caller.Send(HttpMethod.Get, $"/xapi/statements?statementId={id}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_voiding_statement_cannot_be_voided()
    {
        var voided = await caller.Store(Samples.Statement());
        var voiding = await caller.Store(Void(voided));
        await caller.Store(Void(voiding));
        await caller.Get(voiding);
        using var kept = await caller.Send(HttpMethod.Get, $"/xapi/statements?voidedStatementId={voided}");
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
    }

    [Fact]
    public async Task Another_unit_cannot_void_it()
    {
        var ours = await caller.Store(Samples.Statement());
        var theirs = XapiCaller.Of(site, "G/B02/");
        using var answer = await theirs.Post(Void(ours));
        Assert.Equal((HttpStatusCode.Forbidden, "xapi-void-not-allowed"), (answer.StatusCode, await Reply.Problem(answer)));
        await caller.Get(ours);
    }

    [Fact]
    public async Task A_voiding_by_another_unit_that_came_first_has_no_effect()
    {
        var id = Guid.CreateVersion7();
        await XapiCaller.Of(site, "G/B02/").Store(Void(id));
        await caller.Store(Samples.Statement().With("id", id.ToString()));
        await caller.Get(id);
    }

    private static JsonObject Void(Guid id) => Samples.Statement(verb: "http://adlnet.gov/expapi/verbs/voided")
        .With("object", new JsonObject { ["objectType"] = "StatementRef", ["id"] = id.ToString() });
}
