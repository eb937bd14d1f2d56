using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Ronghe.Contracts.PowerItems;
using Ronghe.Contracts.Welfare;
using Ronghe.Testing;

namespace Ronghe.Welfare.Tests.Programmes;

[Collection(nameof(WelfareSite))]
public sealed class Publish_when_the_case_is_closed(WelfareSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_approved_case_publishes_and_tells_so_with_its_id()
    {
        var wire = await Listen();
        var (programme, closed) = await Propose();
        await wire.Tell(closed);

        var read = await WhenDecided(programme);
        Assert.Equal("Published", (string)read["state"]!);
        Assert.Equal(closed.CaseId.ToString(), (string)read["authorityCaseId"]!);
        await Eventually.Holds(() =>
        {
            var told = Assert.Single(wire.Heard<ProgrammePublished>(), told => told.ProgrammeId == closed.AboutId);
            Assert.Equal((closed.CaseId, "HardshipAid", "G/B01/", 60_000m, 2L), (told.AuthorityCaseId, told.Kind, told.UnitPath, told.Budget, told.Version));
            return Task.CompletedTask;
        });
    }

    [Theory]
    [InlineData("rejected", "case-rejected")]
    [InlineData("item", "item-not-allowed")]
    [InlineData("digest", "digest-differs")]
    [InlineData("no digest", "digest-differs")]
    public async Task A_case_that_does_not_authorise_it_refuses_it_and_says_why(string what, string reason)
    {
        var wire = await Listen();
        var (programme, closed) = await Propose();
        await wire.Tell(what switch
        {
            "rejected" => closed with { Outcome = "Rejected" },
            "item" => closed with { ItemCode = "UNI-02" },
            "digest" => closed with { AboutDigest = new string('0', 64) },
            _ => closed with { AboutDigest = null },
        });

        var read = await WhenDecided(programme);
        Assert.Equal(("Refused", reason), ((string)read["state"]!, (string)read["reason"]!));
        Assert.NotEmpty((string)read["reasonText"]!);
        Assert.DoesNotContain(wire.Heard<ProgrammePublished>(), told => told.ProgrammeId == closed.AboutId);
    }

    [Fact]
    public async Task A_case_of_another_unit_or_about_something_else_has_no_say()
    {
        var wire = await Listen();
        var (programme, closed) = await Propose();
        await wire.Tell(closed with { CaseId = Guid.CreateVersion7(), UnitPath = "G/B02/" });
        await wire.Tell(closed with { CaseId = Guid.CreateVersion7(), UnitPath = "G/", Outcome = "Rejected" });
        await wire.Tell(closed with { CaseId = Guid.CreateVersion7(), AboutKind = "assessment.result" });
        await wire.Tell(closed with { CaseId = Guid.CreateVersion7(), AboutId = Guid.CreateVersion7() });

        await AfterAllOfThese(wire);
        Assert.Equal("AwaitingAuthority", (string)(await Read(programme))["state"]!);
        await wire.Tell(closed);
        Assert.Equal("Published", (string)(await WhenDecided(programme))["state"]!);
    }

    [Fact]
    public async Task Told_twice_it_is_published_once_and_a_later_rejection_comes_too_late()
    {
        var wire = await Listen();
        var (programme, closed) = await Propose();
        var id = Guid.CreateVersion7();
        await wire.Tell(closed, id);
        await wire.Tell(closed, id);
        await wire.Tell(closed);
        await wire.Tell(closed with { CaseId = Guid.CreateVersion7(), Outcome = "Rejected" });

        await AfterAllOfThese(wire);
        var read = await Read(programme);
        Assert.Equal(("Published", 2L), ((string)read["state"]!, (long)read["version"]!));
        Assert.Single(wire.Heard<ProgrammePublished>(), told => told.ProgrammeId == closed.AboutId);
    }

    [Fact]
    public async Task No_other_path_publishes()
    {
        // Not over HTTP: there is no such method. Not in SQL: the database wants the case and its digest.
        var (programme, _) = await Propose();
        using var worker = site.Person("G/B01/", "UnionWorker@G/B01/", "Leader@G/");
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete, HttpMethod.Post })
        {
            using var request = new HttpRequestMessage(method, programme) { Content = JsonContent.Create(new { state = "Published" }) };
            Assert.Equal(405, (int)(await worker.SendAsync(request, Ct)).StatusCode);
        }

        var id = programme.ToString().Split('/')[^1];
        foreach (var sql in new[]
        {
            $"UPDATE programmes SET state = 'Published' WHERE id = '{id}'",
            $"UPDATE programmes SET state = 'Published', authority_case_id = gen_random_uuid(), authority_digest = 'other' WHERE id = '{id}'",
            $"UPDATE programmes SET budget = budget * 2, headcount = headcount * 2 WHERE id = '{id}'",
        })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => site.Ask<object>(sql));
            Assert.StartsWith("23", refused.SqlState);
        }
    }

    [Fact]
    public async Task What_was_decided_stays_decided()
    {
        var wire = await Listen();
        var (programme, closed) = await Propose();
        await wire.Tell(closed with { Outcome = "Rejected" });
        await WhenDecided(programme);
        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => site.Ask<object>($"UPDATE programmes SET state = 'AwaitingAuthority', reason = NULL WHERE id = '{closed.AboutId}'"));
        Assert.StartsWith("23", refused.SqlState);
    }

    private async Task<Wire> Listen()
    {
        await site.Wire.Listen<ProgrammePublished>();
        return site.Wire;
    }

    private async Task<(Uri Programme, CaseClosed Closed)> Propose()
    {
        using var worker = site.Person("G/B01/", "UnionWorker@G/B01/");
        var answer = await worker.PostAsJsonAsync("/api/v1/welfare/programmes", Request.HardshipAid(), Ct);
        var created = await Reply.Body(answer);
        var now = TimeProvider.System.GetUtcNow();
        return (answer.Headers.Location!, new CaseClosed(
            Guid.CreateVersion7(), 4, "UNI-03", "UNI", "G/B01/", "Approved", "welfare.programme",
            Guid.Parse((string)created["programmeId"]!), (string)created["digest"]!, now.AddHours(-3), now));
    }

    // Queue, consumer and outbox keep the order: once this one is told, everything before it is done and told.
    private async Task AfterAllOfThese(Wire wire)
    {
        var (last, closed) = await Propose();
        await wire.Tell(closed);
        await WhenDecided(last);
        await Eventually.True(
            () => Task.FromResult(wire.Heard<ProgrammePublished>().Any(told => told.ProgrammeId == closed.AboutId)), "the last one is heard");
    }

    private async Task<JsonNode> WhenDecided(Uri programme)
    {
        await Eventually.True(async () => (string)(await Read(programme))["state"]! != "AwaitingAuthority", $"{programme} is decided");
        return await Read(programme);
    }

    private async Task<JsonNode> Read(Uri programme)
    {
        using var worker = site.Person("G/B01/", "UnionWorker@G/B01/");
        return (await worker.GetFromJsonAsync<JsonNode>(programme, Ct))!;
    }
}
