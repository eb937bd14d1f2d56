using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Ronghe.Testing;
using Ronghe.Welfare.Pickups;

namespace Ronghe.Welfare.Tests.Pickups;

[Collection(nameof(WelfareSite))]
public sealed class Pick_up(WelfareSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_code_is_verified_without_a_signal_and_hands_out_once()
    {
        var (world, claims) = await Claimed(2);
        var code = await Code(world, 0, claims[0]);
        var key = await world.Union.GetFromJsonAsync<JsonNode>("/api/v1/welfare/pickups/key", Ct);
        using var offline = ECDsa.Create();
        offline.ImportSubjectPublicKeyInfo(Convert.FromBase64String((string)key!["publicKey"]!), out _);
        var parts = ((string)code["code"]!).Split('.').Select(part => System.Buffers.Text.Base64Url.DecodeFromChars(part)).ToArray();
        Assert.True(offline.VerifyData(parts[0], parts[1], HashAlgorithmName.SHA256));

        var at = TimeProvider.System.GetUtcNow();
        Assert.Equal(("Accepted", null), await Sync(world.Union, new { code = (string)code["code"]!, at }));
        Assert.Equal(("Duplicate", null), await Sync(world.Union, new { code = (string)code["code"]!, at }));
        Assert.Equal(("Refused", "code-used"), await Sync(world.Union, new { code = (string)code["code"]!, at = at.AddMinutes(1) }));
        Assert.Equal(("Accepted", null), await Sync(world.Union, new { claimId = claims[1], digits = (string)(await Code(world, 1, claims[1]))["digits"]!, at }));
        var mine = (await world.As(world.People[0]).GetFromJsonAsync<JsonNode>("/api/v1/welfare/my/claims", Ct))!["claims"]![0]!;
        Assert.Equal("PickedUp", (string)mine["state"]!);
        Assert.Equal(HttpStatusCode.NoContent, (await world.As(world.People[0]).PostAsync($"/api/v1/welfare/claims/{claims[0]}/dispute", null, Ct)).StatusCode);
    }

    [Fact]
    public async Task What_is_forged_expired_or_not_here_is_refused_and_nothing_is_handed_out()
    {
        var (world, claims) = await Claimed(1);
        var code = (string)(await Code(world, 0, claims[0]))["code"]!;
        var forged = (code[0] == 'A' ? 'B' : 'A') + code[1..];
        Assert.Equal(("Refused", "code-forged"), await Sync(world.Union, new { code = forged, at = TimeProvider.System.GetUtcNow() }));
        Assert.Equal(("Refused", "code-forged"), await Sync(world.Union, new { code = "nonsense", at = TimeProvider.System.GetUtcNow() }));
        Assert.Equal(("Refused", "code-expired"), await Sync(world.Union, new { code, at = TimeProvider.System.GetUtcNow().AddDays(8) }));
        Assert.Equal(("Refused", "wrong-digits"), await Sync(world.Union, new { claimId = claims[0], digits = "00000000", at = TimeProvider.System.GetUtcNow() }));
        using var elsewhere = site.Person("G/B02/", "UnionWorker@G/B02/");
        Assert.NotEqual("Accepted", (await Sync(elsewhere, new { code, at = TimeProvider.System.GetUtcNow() })).Result);
        Assert.Equal("another-persons", await Reply.Problem(await world.As(await world.Join()).GetAsync($"/api/v1/welfare/claims/{claims[0]}/code", Ct)));
        Assert.Equal("Held", await site.Ask<string>($"SELECT state FROM claims WHERE id = '{claims[0]}'"));
    }

    [Fact]
    public async Task Somebody_else_takes_it_only_with_the_claimants_consent()
    {
        var (world, claims) = await Claimed(1);
        var (code, proxy) = ((string)(await Code(world, 0, claims[0]))["code"]!, Guid.CreateVersion7());
        Assert.Equal(("Refused", "proxy-without-consent"), await Sync(world.Union, new { code, at = TimeProvider.System.GetUtcNow(), proxy }));
        Assert.Equal("another-persons", await Reply.Problem(await world.As(proxy).PostAsJsonAsync($"/api/v1/welfare/claims/{claims[0]}/proxy", new { proxy }, Ct)));
        Assert.Equal(HttpStatusCode.NoContent, (await world.As(world.People[0]).PostAsJsonAsync($"/api/v1/welfare/claims/{claims[0]}/proxy", new { proxy }, Ct)).StatusCode);
        Assert.Equal(("Accepted", null), await Sync(world.Union, new { code, at = TimeProvider.System.GetUtcNow(), proxy }));
    }

    [Fact]
    public async Task A_list_for_a_site_is_signed_and_holds_no_digits()
    {
        var (world, claims) = await Claimed(2);
        var programme = await site.Ask<Guid>($"SELECT programme_id FROM claims WHERE id = '{claims[0]}'");
        var list = (await world.Union.GetFromJsonAsync<JsonNode>($"/api/v1/welfare/pickups/lists/{programme}?unitCode={world.Code}", Ct))!;
        var body = JsonNode.Parse((string)list["body"]!)!;
        var digits = (string)(await Code(world, 0, claims[0]))["digits"]!;
        Assert.DoesNotContain(digits, (string)list["body"]!);
        var row = body["claims"]!.AsArray().Single(row => (Guid)row!["id"]! == claims[0])!;
        Assert.Equal((string)row["hash"]!, Convert.ToHexStringLower(PickupCodes.Hash(digits, Convert.FromHexString((string)body["salt"]!), claims[0])));
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String((string)(await world.Union.GetFromJsonAsync<JsonNode>("/api/v1/welfare/pickups/key", Ct))!["publicKey"]!), out _);
        Assert.True(key.VerifyData(Encoding.UTF8.GetBytes((string)list["body"]!), Convert.FromBase64String((string)list["signature"]!), HashAlgorithmName.SHA256));
    }

    private async Task<(World World, List<Guid> Claims)> Claimed(int people)
    {
        var world = await World.Create(site, people);
        var programme = await world.Running(100m, World.Claiming(("rice", null)));
        var claims = new List<Guid>();
        foreach (var person in world.People) claims.Add((Guid)(await Reply.Body(await world.Claim(person, programme)))["claimId"]!);
        return (world, claims);
    }

    private static async Task<JsonNode> Code(World world, int person, Guid claim) =>
        (await world.As(world.People[person]).GetFromJsonAsync<JsonNode>($"/api/v1/welfare/claims/{claim}/code", Ct))!;

    private static async Task<(string Result, string? Problem)> Sync(HttpClient union, object item)
    {
        var answer = await Reply.Body(await union.PostAsJsonAsync("/api/v1/welfare/pickups", new { items = new[] { item } }, Ct));
        var one = answer["items"]![0]!;
        return ((string)one["result"]!, ((string?)one["problem"])?["urn:ronghe:problem:".Length..]);
    }
}
