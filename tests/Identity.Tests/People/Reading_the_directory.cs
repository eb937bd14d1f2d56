using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ronghe.ServiceDefaults.Databases;
using Xunit;

namespace Ronghe.Identity.Tests.People;

/// <summary>What readers of different reach see of the demo group.</summary>
public sealed class Reading_the_directory(IdentityService identity)
{
    private const string Prefix = "/api/v1/directory/";

    [Fact]
    public async Task Units_are_those_below_the_reader_and_the_line_above()
    {
        Assert.Equal(["G/", "G/B01/", "G/B01/F0101/", "G/B01/F0101/T010101/"], await UnitPaths("staff"));
        Assert.Equal(313, (await UnitPaths("leader")).Count);
        var bureau = await UnitPaths("b01-union-chair");
        Assert.Equal("G/", bureau[0]);
        Assert.All(bureau.Skip(1), path => Assert.StartsWith("G/B01/", path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_are_given_of_people_below_beside_and_above_and_of_nobody_else()
    {
        var (beside, above, top) = (await At("G/B01/F0101/T010101/"), await At("G/B01/"), await At("G/"));
        var (elsewhere, nobody) = (await At("G/B02/F0201/"), Guid.CreateVersion7());
        using var staff = identity.Host.Client(await identity.AccessToken("staff"));
        Assert.Equal(new[] { beside, above, top }.Order(), (await Names(staff, beside, above, top, elsewhere, nobody)).Order());
        using var leader = identity.Host.Client(await identity.AccessToken("leader"));
        Assert.Equal(new[] { beside, above, top, elsewhere }.Order(), (await Names(leader, beside, above, top, elsewhere, nobody)).Order());
    }

    [Fact]
    public async Task The_rows_are_closed_by_the_database_too()
    {
        await using var connection = await identity.Host.Services.GetRequiredService<ServiceDatabase<IdentityDb>>().App.OpenConnectionAsync();
        Assert.Equal(0L, await Count(connection, null));
        Assert.Equal(1200L, await Count(connection, "{\"\"}"));
        Assert.Equal(0L, await Count(connection, "{G/B01/F0101/}", "NOT (unit_path ^@ 'G/B01/F0101/' OR 'G/B01/F0101/' ^@ unit_path)"));
        Assert.True(await Count(connection, "{G/B01/F0101/}", "unit_path = 'G/B01/'") > 0);
        Assert.Equal(0L, await Count(connection, null)); // the same connection, back from a wider reader

        // Reading upwards is not writing upwards.
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands = { new("SELECT set_config('app.units', '{G/B01/F0101/}', true)"), new("UPDATE people SET version = version WHERE unit_path IN ('G/B01/', 'G/')") },
        };
        await batch.ExecuteNonQueryAsync();
        Assert.Equal(0UL, batch.BatchCommands[1].Rows);
    }

    [Theory]
    [InlineData("people")]
    [InlineData("people?ids=")]
    [InlineData("people?ids=me")]
    public async Task Ids_that_are_none_are_named(string address)
    {
        using var staff = identity.Host.Client(await identity.AccessToken("staff"));
        using var answer = await staff.GetAsync(new Uri(Prefix + address, UriKind.Relative));
        await PersonnelSite.Invalid(answer, "ids");
    }

    [Fact]
    public async Task At_most_two_hundred_names_are_given_at_once()
    {
        using var staff = identity.Host.Client(await identity.AccessToken("staff"));
        using var answer = await staff.GetAsync(new Uri($"{Prefix}people?ids={string.Join(',', Enumerable.Range(0, 201).Select(_ => Guid.CreateVersion7()))}", UriKind.Relative));
        await PersonnelSite.Invalid(answer, "ids");
    }

    [Fact]
    public async Task Posts_branches_and_the_reader_are_told()
    {
        using var chair = identity.Host.Client(await identity.AccessToken("b01-union-chair"));
        var posts = await Read(chair, "posts");
        Assert.Equal(await identity.Ask<long>("SELECT count(*) FROM posts"), posts.Count);
        var branches = await Read(chair, "branches");
        Assert.Contains(branches, branch => (string?)branch!["code"] == "PB01");
        Assert.All(branches, branch => Assert.True((string?)branch!["unitPath"] is "G/" || ((string)branch["unitPath"]!).StartsWith("G/B01/", StringComparison.Ordinal)));

        var me = (await chair.GetFromJsonAsync<JsonObject>(Prefix + "me"))!;
        Assert.Equal("G/B01/", (string?)me["unitPath"]);
        Assert.Contains(me["posts"]!.AsArray(), held => (string?)held!["post"] == "UnionChair");
        Assert.Contains(me["roles"]!.AsArray(), grant => (string?)grant!["role"] == "UnionWorker" && (string?)grant["unitPath"] == "G/B01/");
    }

    [Theory]
    [InlineData("units")]
    [InlineData("people?ids=00000000-0000-0000-0000-000000000001")]
    [InlineData("posts")]
    [InlineData("branches")]
    [InlineData("me")]
    public async Task Without_a_token_or_the_scope_nothing_is_told(string address)
    {
        using var nobody = identity.Host.Client();
        using var unsigned = await nobody.GetAsync(new Uri(Prefix + address, UriKind.Relative));
        using var browser = new Ronghe.Testing.Browser(identity.Host.Address);
        using var narrow = identity.Host.Client((await browser.SignIn("leader", IdentityService.Password, "openid welfare")).AccessToken);
        using var outside = await narrow.GetAsync(new Uri(Prefix + address, UriKind.Relative));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (unsigned.StatusCode, outside.StatusCode));
    }

    private async Task<IReadOnlyList<string>> UnitPaths(string userName)
    {
        using var client = identity.Host.Client(await identity.AccessToken(userName));
        return [.. (await Read(client, "units")).Select(unit => (string)unit!["path"]!)];
    }

    private static async Task<IEnumerable<Guid>> Names(HttpClient client, params Guid[] ids)
    {
        var people = await Read(client, $"people?ids={string.Join(',', ids)}");
        Assert.All(people, person => Assert.NotEmpty((string)person!["name"]!));
        return people.Select(person => (Guid)person!["id"]!);
    }

    private static async Task<JsonArray> Read(HttpClient client, string address) => (await client.GetFromJsonAsync<JsonArray>(Prefix + address))!;

    private Task<Guid> At(string path) => identity.Ask<Guid>($"SELECT id FROM people WHERE unit_path = '{path}' ORDER BY id LIMIT 1");

    private static async Task<long> Count(NpgsqlConnection connection, string? units, string where = "true")
    {
        await using var transaction = await connection.BeginTransactionAsync();
        if (units is not null)
        {
            await using var scope = new NpgsqlCommand("SELECT set_config('app.units', $1, true)", connection) { Parameters = { new() { Value = units } } };
            await scope.ExecuteNonQueryAsync();
        }

        await using var command = new NpgsqlCommand($"SELECT count(*) FROM people WHERE {where}", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
