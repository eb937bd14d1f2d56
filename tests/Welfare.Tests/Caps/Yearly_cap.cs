using System.Net;
using System.Net.Http.Json;
using Ronghe.Contracts.PowerItems;
using Ronghe.Testing;
using Ronghe.Welfare.Caps;

namespace Ronghe.Welfare.Tests.Caps;

[Collection(nameof(WelfareSite))]
public sealed class Yearly_cap(WelfareSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Programmes_of_all_units_above_and_below_count_together()
    {
        // G/B02/ and its farm belong to this test alone.
        using var bureau = site.Person("G/B02/", "UnionWorker@G/B02/");
        Assert.Equal(HttpStatusCode.Created, (await Propose(bureau, 900m)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await Propose(bureau, 400m, "F0201")).StatusCode);

        using var farm = site.Person("G/B02/F0201/", "UnionWorker@G/B02/F0201/");
        var tooMuch = await Propose(farm, 200.01m);
        Assert.Equal(HttpStatusCode.Conflict, tooMuch.StatusCode);
        var problem = await Reply.Body(tooMuch);
        Assert.Equal("urn:ronghe:problem:over-cap", (string)problem["type"]!);
        Assert.Contains("200", (string)problem["detail"]!);
        Assert.Equal(0L, await site.Ask<long>("SELECT count(*) FROM programmes WHERE amount_per_person = 200.01"));

        // Over the bureau the farm's people have 1,300 already.
        Assert.Equal(HttpStatusCode.Conflict, (await Propose(bureau, 201m)).StatusCode);
        var rest = await Propose(farm, 200m);
        Assert.Equal(HttpStatusCode.Created, rest.StatusCode);

        await Reject(await Reply.Body(rest));
        await Eventually.True(async () => (await Propose(farm, 200m)).StatusCode == HttpStatusCode.Created, "a refused programme gave back its share");
    }

    [Fact]
    public async Task Twenty_at_once_stay_within_the_cap()
    {
        using var worker = site.Person("G/B01/F0102/", "UnionWorker@G/B01/F0102/");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Propose(worker, 400m)));
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.Equal(17, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
    }

    [Fact]
    public void The_highest_sum_is_that_of_the_deepest_chain()
    {
        CapUse[] uses = [Use("G/", 100), Use("G/B01/", 200), Use("G/B01/F0101/", 400), Use("G/B01/F0102/", 300), Use("G/B02/", 900)];
        Assert.Equal(700, CapUse.Highest(uses, "G/B01/"));
        Assert.Equal(600, CapUse.Highest(uses, "G/B01/F0102/"));
        Assert.Equal(1000, CapUse.Highest(uses, "G/"));
        Assert.Equal(0, CapUse.Highest([], "G/"));
    }

    private static CapUse Use(string unitPath, decimal amount) =>
        new() { ProgrammeId = Guid.CreateVersion7(), UnitPath = unitPath, Kind = "FestivalGift", Year = 2026, AmountPerPerson = amount };

    private static Task<HttpResponseMessage> Propose(HttpClient worker, decimal amount, string? unitCode = null) =>
        worker.PostAsJsonAsync("/api/v1/welfare/programmes", Request.FestivalGift(amount, unitCode), Ct);

    private Task Reject(System.Text.Json.Nodes.JsonNode created)
    {
        var now = TimeProvider.System.GetUtcNow();
        return site.Wire.Tell(new CaseClosed(
            Guid.CreateVersion7(), 3, "UNI-02", "UNI", (string)created["unitPath"]!, "Rejected", "welfare.programme",
            Guid.Parse((string)created["programmeId"]!), (string)created["digest"]!, now.AddDays(-1), now));
    }
}
