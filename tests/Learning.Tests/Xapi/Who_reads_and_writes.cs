using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using Ronghe.Testing;

namespace Ronghe.Learning.Tests.Xapi;

[Collection(nameof(LearningSite))]
public sealed class Who_reads_and_writes(LearningSite site)
{
    private static readonly Uri Clients = new("/api/v1/learning/xapi-clients", UriKind.Relative);

    [Fact]
    public async Task A_basic_key_does_what_it_was_made_for_until_it_is_revoked()
    {
        using var administrator = site.Person("G/B01/", "SystemAdministrator@G/B01/");
        var (id, secret) = await Create(administrator, mayRead: false);
        var writer = new XapiCaller(Basic(id, secret));
        var statement = await writer.Store(Samples.Statement());
        using var read = await writer.Send(HttpMethod.Get, $"/xapi/statements?statementId={statement}");
        Assert.Equal((HttpStatusCode.Forbidden, "xapi-read-not-allowed"), (read.StatusCode, await Reply.Problem(read)));
        Assert.Equal(id.ToString(), (await XapiCaller.Of(site).Get(statement))["authority"]!["account"]!["name"]!.ToString());

        (await administrator.DeleteAsync(new Uri($"{Clients}/{id}", UriKind.Relative))).EnsureSuccessStatusCode();
        await Eventually.Holds(async () => Assert.Equal(HttpStatusCode.Unauthorized, (await writer.Post(Samples.Statement())).StatusCode), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_rotated_key_is_good_beside_its_predecessor()
    {
        using var administrator = site.Person("G/B01/", "SystemAdministrator@G/B01/");
        var (id, first) = await Create(administrator, mayRead: true);
        using var rotated = await administrator.PostAsync(new Uri($"{Clients}/{id}/rotation", UriKind.Relative), null);
        var second = (await Reply.Body(rotated))["secret"]!.ToString();
        foreach (var secret in (string[])[first, second]) await new XapiCaller(Basic(id, secret)).Store(Samples.Statement());
        using var guess = await new XapiCaller(Basic(id, first[..^1] + "x")).Post(Samples.Statement());
        Assert.Equal(HttpStatusCode.Unauthorized, guess.StatusCode);
    }

    [Fact]
    public async Task Only_the_units_administrator_makes_keys()
    {
        using var other = site.Person("G/B02/", "SystemAdministrator@G/B02/");
        using var answer = await other.PostAsJsonAsync(Clients, new { name = "x", unitPath = "G/B01/" });
        Assert.Equal((HttpStatusCode.Forbidden, "not-administrator"), (answer.StatusCode, await Reply.Problem(answer)));
    }

    [Fact]
    public async Task A_person_writes_and_reads_what_is_about_themselves()
    {
        var me = Guid.CreateVersion7();
        var caller = new XapiCaller(site.Person(me, "G/B01/F0101/"));
        var own = Samples.Statement().With("actor", Account(me));
        var id = await caller.Store(own);
        using var foreign = await caller.Post(Samples.Statement());
        Assert.Equal((HttpStatusCode.Forbidden, "xapi-only-oneself"), (foreign.StatusCode, await Reply.Problem(foreign)));

        var about = await XapiCaller.Of(site).Store(Samples.Statement().With("actor", Account(me)));
        var other = await XapiCaller.Of(site).Store(Samples.Statement());
        Assert.Equal([about, id], await caller.Find("limit=10"));
        using var hidden = await caller.Send(HttpMethod.Get, $"/xapi/statements?statementId={other}");
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
    }

    [Fact]
    public async Task A_system_reads_the_records_of_its_unit_and_no_others()
    {
        var theirs = await XapiCaller.Of(site, "G/B02/").Store(Samples.Statement());
        using var hidden = await XapiCaller.Of(site).Send(HttpMethod.Get, $"/xapi/statements?statementId={theirs}");
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        var party = new XapiCaller(site.Person("G/B02/", "PartyWorker@G/B02/"));
        await party.Get(theirs);
    }

    [Theory]
    [InlineData("UPDATE xapi_statements SET body = '{'")]
    [InlineData("DELETE FROM xapi_statements")]
    [InlineData("SELECT count(*) FROM xapi.statements_202611")]
    public async Task The_services_role_can_only_append(string sql)
    {
        await XapiCaller.Of(site).Store(Samples.Statement());
        var role = await site.Ask<string>("SELECT rolname::text FROM pg_roles WHERE rolname = left(current_database(), -2) || '_app'");
        await using var connection = new NpgsqlConnection(site.Host.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SET ROLE \"{role}\"; SET app.units = '{{\"\"}}'; {sql}", connection);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal("42501", refused.SqlState);
    }

    private JsonObject Account(Guid person) => new()
    {
        ["account"] = new JsonObject { ["homePage"] = site.Issuer.Settings["Identity:Issuer"], ["name"] = person.ToString() },
    };

    private HttpClient Basic(Guid id, string secret)
    {
        var client = site.Host.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
        return client;
    }

    private static async Task<(Guid Id, string Secret)> Create(HttpClient administrator, bool mayRead)
    {
        using var answer = await administrator.PostAsJsonAsync(Clients, new { name = "课件", unitPath = "G/B01/", mayRead });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var body = await Reply.Body(answer);
        return (body["clientId"]!.GetValue<Guid>(), body["secret"]!.ToString());
    }
}
