using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Ronghe.Contracts.Identity;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Directory;

/// <summary>A service's copy of the directory beside a running Identity: real snapshot, real changes, real broker.</summary>
public sealed class Directory_copy(RunningIdentity running) : IClassFixture<RunningIdentity>
{
    private static readonly DateTimeOffset At = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);
    private static int joined;

    private IdentityHost Identity => running.Identity;

    [Fact]
    public async Task It_is_filled_from_the_snapshot_row_by_row()
    {
        await using var copy = await Start();
        await copy.WaitUntilReady();

        var (units, people) = await Snapshot();
        Assert.Equal(313, units.Count);
        await using var work = await copy.Begin();
        var keptUnits = await work.Db.Set<UnitCopy>().ToListAsync(TestContext.Current.CancellationToken);
        var keptPeople = await work.Db.Set<PersonCopy>().ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            units.Select(u => $"{u["id"]} {u["code"]} {u["path"]} {u["name"]} {u["nameEn"]} {u["kind"]} {u["version"]}").Order(),
            keptUnits.Select(u => $"{u.Id} {u.Code} {u.Path} {u.Name} {u.NameEn} {u.Kind} {u.Version}").Order());
        Assert.Equal(
            people.Select(p => Line((Guid)p["id"]!, (long)p["version"]!, p["facts"]!)).Order(),
            keptPeople.Select(p => $"{p.Id} {p.Version} {p.UnitId} {p.UnitPath} {Posts(p.Posts)} {p.PartyMember} {p.BranchId} {p.UnionMember} {p.JoinedOn:yyyy-MM-dd} {p.BirthMonth} {p.BirthDay}").Order());
        var holder = Assert.Single(await work.Db.HoldersOf("UnionChair", "G/B01/").ToListAsync(TestContext.Current.CancellationToken));
        Assert.Contains(new PostHolding("UnionChair", "G/B01/"), holder.Posts);

        static string Line(Guid id, long version, JsonNode f) =>
            $"{id} {version} {f["unitId"]} {f["unitPath"]} {Posts([.. f["posts"]!.AsArray().Select(h => new PostHolding((string)h!["post"]!, (string)h["unitPath"]!))])} "
            + $"{(bool)f["partyMember"]!} {f["branchId"]} {(bool)f["unionMember"]!} {f["joinedOn"]} {f["birthMonth"]} {f["birthDay"]}";

        static string Posts(PostHolding[] posts) => string.Join('|', posts.Select(held => $"{held.Post}@{held.UnitPath}").Order());
    }

    [Fact]
    public async Task Events_are_applied_by_version_out_of_order_and_twice()
    {
        var virtualHost = await running.Servers.CreateVirtualHost();
        await using var copy = await Start(virtualHost);
        await copy.WaitUntilReady();
        await using var wire = await Wire.ConnectAsync(virtualHost);
        var (mover, leaver, stranger) = (await SomebodyAt(copy, "G/B01/F0102/"), await SomebodyAt(copy, "G/B01/F0103/"), Guid.CreateVersion7());

        var twice = Guid.CreateVersion7();
        await wire.Tell(new PersonMoved(mover, 4, await FactsAt(copy, "F0202", "FarmManager"), At), twice);
        await wire.Tell(new PersonLeft(leaver, 6, At));
        await wire.Tell(new PersonLeft(stranger, 3, At));
        await copy.Heard(3);
        await wire.Tell(new PersonMoved(mover, 4, await FactsAt(copy, "F0202", "FarmManager"), At), twice);
        await wire.Tell(new PersonMoved(mover, 3, await FactsAt(copy, "F0201"), At));
        await wire.Tell(new PersonMoved(leaver, 5, await FactsAt(copy, "F0201", "FarmManager"), At));
        await wire.Tell(new PersonJoined(stranger, 1, await FactsAt(copy, "F0201"), At));
        await copy.Heard(6);

        Assert.Equal("v4 active G/B02/F0202/ FarmManager@G/B02/F0202/", await copy.Person(mover));
        Assert.Equal("v6 left G/B01/F0103/ -", await copy.Person(leaver));
        Assert.Equal("v3 left  -", await copy.Person(stranger));
    }

    [Fact]
    public async Task Two_moves_of_a_unit_that_arrive_in_the_wrong_order_end_where_the_later_one_went()
    {
        var virtualHost = await running.Servers.CreateVirtualHost();
        await using var copy = await Start(virtualHost);
        await copy.WaitUntilReady();
        await using var wire = await Wire.ConnectAsync(virtualHost);
        var unit = await copy.Ask<Guid>("SELECT id FROM directory_units WHERE code = 'F0104'");

        await wire.Tell(new UnitChanged(unit, 9, "F0104", "G/B05/F0104/", "场", "Farm", "ForestFarm", "G/B04/F0104/", true, At));
        await copy.Heard(1);
        await wire.Tell(new UnitChanged(unit, 8, "F0104", "G/B04/F0104/", "场", "Farm", "ForestFarm", "G/B01/F0104/", true, At));
        await copy.Heard(2);

        await NobodyBelow(copy, "G/B01/F0104/");
        await NobodyBelow(copy, "G/B04/F0104/");
        Assert.True(await copy.Ask<long>("SELECT count(*) FROM directory_people WHERE unit_path ^@ 'G/B05/F0104/T0104'") > 0);
    }

    [Fact]
    public async Task A_unit_that_moves_takes_units_people_and_posts_below_it_along()
    {
        await using var copy = await Start();
        await copy.WaitUntilReady();
        var before = await copy.Ask<long>("SELECT count(*) FROM directory_people WHERE unit_path ^@ 'G/B01/F0105/'");
        var posts = await copy.Ask<long>(HeldBelow("G/B01/F0105/"));
        Assert.True(before > 0 && posts > 0);

        var unit = await copy.Ask<Guid>("SELECT id FROM directory_units WHERE code = 'F0105'");
        await Change($"/api/v1/directory/units/{unit}/change", new { version = 1, parentCode = "B06" });
        await Eventually.Holds(async () => Assert.Equal("G/B06/F0105/", await copy.Ask<string>($"SELECT path FROM directory_units WHERE id = '{unit}'")));

        await NobodyBelow(copy, "G/B01/F0105/");
        Assert.Equal(before, await copy.Ask<long>("SELECT count(*) FROM directory_people WHERE unit_path ^@ 'G/B06/F0105/'"));
        Assert.Equal(posts, await copy.Ask<long>(HeldBelow("G/B06/F0105/")));
        Assert.True(await copy.Ask<long>("SELECT count(*) FROM directory_units WHERE path ^@ 'G/B06/F0105/T'") > 0);

        // A person of a team below, told of with the path from before the move, lands on the new one.
        await using var wire = await Wire.ConnectAsync(Identity.VirtualHost);
        var person = await SomebodyAt(copy, "G/B06/F0105/T010501/");
        var facts = await FactsAt(copy, "T010501", "TeamLeader");
        var old = facts with { UnitPath = "G/B01/F0105/T010501/", Posts = [new("TeamLeader", "G/B01/F0105/T010501/")] };
        await wire.Tell(new PersonMoved(person, 50, old, At));
        await Eventually.Holds(async () => Assert.Equal("v50 active G/B06/F0105/T010501/ TeamLeader@G/B06/F0105/T010501/", await copy.Person(person)));
    }

    [Theory]
    [InlineData(0)] // an old snapshot comes after the events
    [InlineData(400)] // events come in the middle of it
    public async Task Changes_during_the_load_are_not_undone_by_the_snapshot(int linesBefore)
    {
        var (mover, leaver) = (await Join("T030101"), await Join("T030102"));
        await using var gate = await SnapshotGate.StartAsync(Identity);
        gate.HoldAfter = linesBefore;
        await using var copy = await Start(inside: gate.Address);
        await gate.Fetched.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await copy.Health()).Status);
        await Eventually.True(async () => (await copy.Health()).Body.Contains("\"masstransit-bus\":{\"status\":\"Healthy\"", StringComparison.Ordinal), "the bus runs");

        await Change($"/api/v1/directory/people/{mover}/move", new { version = 1, unitCode = "F0302" });
        await Change($"/api/v1/directory/people/{leaver}/leave", new { version = 1 });
        if (linesBefore == 0) await Eventually.Holds(BothChanged);
        gate.Release();

        await copy.WaitUntilReady();
        await (linesBefore == 0 ? BothChanged() : Eventually.Holds(BothChanged));

        async Task BothChanged()
        {
            Assert.Equal("v2 active G/B03/F0302/ -", await copy.Person(mover));
            Assert.StartsWith("v2 left", await copy.Person(leaver), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task It_is_loaded_again_and_again_until_Identity_is_there_and_health_says_so()
    {
        await using var gate = await SnapshotGate.StartAsync(Identity);
        gate.Closed = true;
        await using var copy = await Start(inside: gate.Address);
        await Eventually.True(() => Task.FromResult(gate.Requests > 1), "it asked twice");
        var (status, body) = await copy.Health();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("\"directory\":{\"status\":\"Unhealthy\"", body, StringComparison.Ordinal);
        Assert.False(copy.Readiness.IsReady);

        gate.CutAfter = 500;
        var asked = gate.Requests;
        gate.Closed = false;
        await Eventually.True(() => Task.FromResult(gate.Requests >= asked + 4), "a snapshot that is cut off is asked for again");
        Assert.Equal(0L, await copy.Ask<long>("SELECT count(*) FROM directory_people"));
        Assert.False(copy.Readiness.IsReady);

        gate.CutAfter = null;
        await copy.WaitUntilReady();
        Assert.True(await copy.Ask<long>("SELECT count(*) FROM directory_people") >= 1200);
    }

    private Task<CopyService> Start(string? virtualHost = null, Uri? inside = null) =>
        CopyService.StartAsync(running.Servers, Identity, virtualHost ?? Identity.VirtualHost, inside);

    private async Task<Guid> Join(string unitCode)
    {
        var body = await Change("/api/v1/directory/people", new
        {
            number = $"C-{Interlocked.Increment(ref joined)}", name = "林小满", unitCode, joinedOn = "2026-07-01", initialPassword = "Shu-Miao-2026!",
        });
        return (Guid)body["id"]!;
    }

    private async Task<JsonNode> Change(string address, object body)
    {
        using var client = new HttpClient { BaseAddress = Identity.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", await Identity.SignIn.Person("system-admin"));
        using var answer = await client.PostAsJsonAsync(address, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private async Task<(List<JsonNode> Units, List<JsonNode> People)> Snapshot()
    {
        using var client = new HttpClient { BaseAddress = Identity.Address };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = "platform", ["client_secret"] = Identity.Settings["Platform:Secret"]!, ["scope"] = "snapshot",
        });
        using var token = await client.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await token.Content.ReadFromJsonAsync<IssuedTokens>())!.AccessToken);
        var text = await client.GetStringAsync(new Uri("/internal/directory/snapshot", UriKind.Relative));
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        return ([.. lines.Select(line => line["unit"]).OfType<JsonNode>()], [.. lines.Select(line => line["person"]).OfType<JsonNode>()]);
    }

    private static Task<Guid> SomebodyAt(CopyService copy, string path) =>
        copy.Ask<Guid>($"SELECT id FROM directory_people WHERE unit_path = '{path}' AND active ORDER BY id LIMIT 1");

    private static async Task<PersonFacts> FactsAt(CopyService copy, string unitCode, string? post = null)
    {
        var id = await copy.Ask<Guid>($"SELECT id FROM directory_units WHERE code = '{unitCode}'");
        var path = await copy.Ask<string>($"SELECT path FROM directory_units WHERE code = '{unitCode}'");
        return new(id, path, post is null ? [] : [new(post, path)], false, null, true, new(2020, 3, 1), 5, 6);
    }

    private static string HeldBelow(string path) =>
        $"SELECT count(*) FROM directory_people, jsonb_array_elements(posts) h WHERE h->>'unitPath' ^@ '{path}'";

    private static async Task NobodyBelow(CopyService copy, string path)
    {
        Assert.Equal(0L, await copy.Ask<long>($"SELECT count(*) FROM directory_units WHERE path ^@ '{path}'"));
        Assert.Equal(0L, await copy.Ask<long>($"SELECT count(*) FROM directory_people WHERE unit_path ^@ '{path}'"));
        Assert.Equal(0L, await copy.Ask<long>(HeldBelow(path)));
    }
}

/// <summary>One Identity with the demo group for the tests of a class.</summary>
public sealed class RunningIdentity(Servers servers) : IAsyncLifetime
{
    internal IdentityHost Identity { get; private set; } = null!;

    internal Servers Servers => servers;

    public async ValueTask InitializeAsync() => Identity = await IdentityHost.StartAsync(servers);

    public ValueTask DisposeAsync() => Identity.DisposeAsync();
}
