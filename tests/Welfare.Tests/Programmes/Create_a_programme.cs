using System.Net.Http.Json;
using System.Net;
using System.Text.Json.Nodes;
using Ronghe.Testing;

namespace Ronghe.Welfare.Tests.Programmes;

[Collection(nameof(WelfareSite))]
public sealed class Create_a_programme(WelfareSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_union_worker_proposes_for_the_own_unit_and_it_waits_for_its_case()
    {
        using var worker = site.Person("G/B01/", "UnionWorker@G/B01/");
        var answer = await worker.PostAsJsonAsync("/api/v1/welfare/programmes", Request.HardshipAid(), Ct);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var created = await Reply.Body(answer);
        Assert.Equal("AwaitingAuthority", (string)created["state"]!);
        Assert.Equal(60_000m, (decimal)created["budget"]!);
        Assert.Matches("^[0-9a-f]{64}$", (string)created["digest"]!);

        var read = await worker.GetFromJsonAsync<JsonNode>(answer.Headers.Location, Ct);
        Assert.Equal("G/B01/", (string)read!["unitPath"]!);
        Assert.Equal("UNI-03", (string)read["authorityItem"]!);
        Assert.Null((string?)read["authorityCaseId"]);
    }

    [Fact]
    public async Task The_units_own_system_proposes_for_a_unit_below()
    {
        using var subsidiary = site.Client("G/B01/", "welfare");
        var answer = await subsidiary.PostAsJsonAsync("/api/v1/welfare/programmes", Request.HardshipAid(unitCode: "F0101"), Ct);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("G/B01/F0101/", (string)(await Reply.Body(answer))["unitPath"]!);
    }

    [Theory]
    [InlineData("UnionWorker@G/B02/", "F0101")]
    [InlineData("Manager@G/B01/", null)]
    public async Task Who_is_not_in_charge_of_the_units_welfare_is_refused(string role, string? unitCode)
    {
        var before = await Count();
        using var other = site.Person("G/B01/", role);
        var answer = await other.PostAsJsonAsync("/api/v1/welfare/programmes", Request.HardshipAid(unitCode: unitCode), Ct);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("unit-not-yours", await Reply.Problem(answer));
        Assert.Equal(before, await Count());
    }

    [Fact]
    public async Task Another_scope_is_refused()
    {
        using var subsidiary = site.Client("G/B01/", "learning");
        Assert.Equal(HttpStatusCode.Forbidden, (await subsidiary.PostAsJsonAsync("/api/v1/welfare/programmes", Request.HardshipAid(), Ct)).StatusCode);
    }

    [Fact]
    public async Task Without_a_token_nobody_comes_in()
    {
        using var nobody = site.Host.Client();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/api/v1/welfare/programmes", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.PostAsJsonAsync("/api/v1/welfare/programmes", Request.HardshipAid(), Ct)).StatusCode);
    }

    [Fact]
    public async Task An_empty_body_names_every_field()
    {
        using var worker = site.Person("G/B01/", "UnionWorker@G/B01/");
        var answer = await worker.PostAsJsonAsync("/api/v1/welfare/programmes", new { }, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var fields = (await Reply.Body(answer))["errors"]!.AsObject().Select(field => field.Key.ToLowerInvariant()).Order();
        Assert.Equal(["amountperperson", "description", "headcount", "kind", "title"], fields);
    }

    [Theory]
    [InlineData("kind", "\"Lottery\"")]
    [InlineData("headcount", "0")]
    [InlineData("amountPerPerson", "0")]
    [InlineData("amountPerPerson", "10.005")]
    [InlineData("unitCode", "\"F9999\"")]
    public async Task A_field_that_is_not_right_is_named(string field, string value)
    {
        using var worker = site.Person("G/B01/", "UnionWorker@G/B01/");
        var body = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(Request.HardshipAid(), System.Text.Json.JsonSerializerOptions.Web))!;
        body[field] = JsonNode.Parse(value);
        var before = await Count();
        var answer = await worker.PostAsJsonAsync("/api/v1/welfare/programmes", body, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(field, Assert.Single((await Reply.Body(answer))["errors"]!.AsObject()).Key, ignoreCase: true);
        Assert.Equal(before, await Count());
    }

    [Fact]
    public async Task The_same_key_creates_one_programme()
    {
        using var worker = site.Person("G/B01/", "UnionWorker@G/B01/");
        worker.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        var before = await Count();
        var first = await Reply.Body(await worker.PostAsJsonAsync("/api/v1/welfare/programmes", Request.HardshipAid(), Ct));
        var second = await Reply.Body(await worker.PostAsJsonAsync("/api/v1/welfare/programmes", Request.HardshipAid(), Ct));
        Assert.Equal((string)first["programmeId"]!, (string)second["programmeId"]!);
        Assert.Equal(before + 1, await Count());
    }

    [Fact]
    public async Task A_foreign_units_programmes_are_not_there()
    {
        using var theirs = site.Person("G/B02/", "UnionWorker@G/B02/");
        var created = await theirs.PostAsJsonAsync("/api/v1/welfare/programmes", Request.HardshipAid(), Ct);
        using var ours = site.Person("G/B01/", "UnionWorker@G/B01/");
        Assert.Equal(HttpStatusCode.NotFound, (await ours.GetAsync(created.Headers.Location, Ct)).StatusCode);
        var list = await ours.GetFromJsonAsync<JsonNode>("/api/v1/welfare/programmes", Ct);
        Assert.All(list!["programmes"]!.AsArray(), row => Assert.StartsWith("G/B01/", (string)row!["unitPath"]!));
    }

    [Fact]
    public async Task The_list_is_filtered_by_state_and_an_unknown_state_is_named()
    {
        using var worker = site.Person("G/B01/", "UnionWorker@G/B01/");
        await worker.PostAsJsonAsync("/api/v1/welfare/programmes", Request.HardshipAid(), Ct);
        var list = await worker.GetFromJsonAsync<JsonNode>("/api/v1/welfare/programmes?state=AwaitingAuthority", Ct);
        Assert.NotEmpty(list!["programmes"]!.AsArray());
        Assert.All(list["programmes"]!.AsArray(), row => Assert.Equal("AwaitingAuthority", (string)row!["state"]!));
        Assert.Equal(HttpStatusCode.BadRequest, (await worker.GetAsync("/api/v1/welfare/programmes?state=Done", Ct)).StatusCode);
    }

    private Task<long> Count() => site.Ask<long>("SELECT count(*) FROM programmes");
}
