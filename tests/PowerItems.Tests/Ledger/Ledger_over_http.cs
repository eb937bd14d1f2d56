using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Ledger;
using Ronghe.PowerItems.Tests.Sites;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.Testing;

namespace Ronghe.PowerItems.Tests.Ledger;

[Collection(nameof(Site))]
public sealed class Ledger_over_http(Site site)
{
    [Fact]
    public async Task Every_accepted_act_is_receipted_and_in_the_published_tree_within_a_second_or_so()
    {
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        var decided = await site.DecideNext(site.Subsidiary, opened);
        var keys = await Get("/ledger/keys");

        foreach (var receipt in new[] { opened.GetProperty("receipt"), decided.GetProperty("receipt") })
        {
            Assert.True(IsSigned(receipt, keys));
            var proof = await Included(receipt);
            Assert.Equal(receipt.Text("leafHash"), proof.Text("leafHash"));
            Assert.True(IsSigned(proof.GetProperty("head"), keys));
            Assert.Equal(proof.GetProperty("head").Text("root"), RootFrom(proof));
        }
    }

    [Fact]
    public async Task A_refused_act_leaves_no_leaf()
    {
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        var shown = await site.Case(site.Subsidiary, opened);
        Assert.Equal(403, (int)(await Site.Decide(site.HolderOf("UnionChair", Seeds.Bureau), shown)).StatusCode);
        await Included(opened.GetProperty("receipt"));

        Assert.Equal(1, (await site.Case(site.Subsidiary, opened)).GetProperty("acts").GetArrayLength());
    }

    [Fact]
    public async Task Older_heads_are_consistent_with_newer_ones_and_foreign_sizes_are_refused()
    {
        var first = (await Included((await site.Open(site.Subsidiary, Site.Festival())).GetProperty("receipt"))).GetProperty("head");
        await Included((await site.Open(site.Subsidiary, Site.Festival())).GetProperty("receipt"));
        var (from, to) = (first.GetProperty("size").GetInt64(), (await Get("/ledger/head")).GetProperty("head").GetProperty("size").GetInt64());

        Assert.True(to > from);
        Assert.NotEmpty((await Get($"/ledger/proofs/consistency?from={from}&to={to}")).GetProperty("path").EnumerateArray());
        Assert.Equal("no-such-tree", await Site.Problem(await site.Subsidiary.GetAsync($"{Site.Api}/ledger/proofs/consistency?from={from}&to={to + 1000}"), 409));
        Assert.Equal("not-included-yet", await Site.Problem(await site.Subsidiary.GetAsync($"{Site.Api}/ledger/proofs/inclusion?act={Guid.CreateVersion7()}"), 404));
    }

    [Fact]
    public async Task Acts_of_many_at_once_and_of_a_transaction_that_commits_late_all_get_a_place_without_a_gap()
    {
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        var late = Guid.CreateVersion7();
        // Its transaction begins before the others' and commits after them: whoever reads on from the last number seen would miss it.
        await using (var work = await site.Host.Services.GetRequiredService<UnitOfWorkFactory<PowerItemsDb>>().BeginAsync(UnitScope.Everything, CancellationToken.None))
        {
            await work.Db.Database.ExecuteSqlAsync($"""
                INSERT INTO case_acts SELECT (jsonb_populate_record(a, jsonb_build_object('id', {late}, 'case_version', 1000, 'tx', pg_current_xact_id()::text))).*
                FROM case_acts a WHERE case_id = {opened.Id("caseId")}
                """);
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => site.Open(site.Subsidiary, Site.Festival())));
            await work.CommitAsync(CancellationToken.None);
        }

        await Eventually.Holds(async () =>
        {
            await using var work = await site.Host.Services.GetRequiredService<UnitOfWorkFactory<PowerItemsDb>>().BeginAsync(UnitScope.Everything, CancellationToken.None);
            Assert.True(await work.Db.LedgerEntries.AnyAsync(entry => entry.ActId == late));
            Assert.Equal(await work.Db.Acts.CountAsync(), await work.Db.LedgerEntries.CountAsync());
            Assert.Equal(await work.Db.LedgerEntries.CountAsync() - 1, await work.Db.LedgerEntries.MaxAsync(entry => entry.Index));
        });
    }

    private async Task<JsonElement> Included(JsonElement receipt)
    {
        JsonElement proof = default;
        await Eventually.Holds(async () =>
        {
            using var answer = await site.Subsidiary.GetAsync($"{Site.Api}/ledger/proofs/inclusion?act={receipt.Id("act")}");
            proof = await Site.Json(answer, 200);
        }, TimeSpan.FromSeconds(10));
        return proof;
    }

    private async Task<JsonElement> Get(string path) => await Site.Json(await site.Subsidiary.GetAsync(Site.Api + path), 200);

    private static bool IsSigned(JsonElement signed, JsonElement keys)
    {
        var document = JsonNode.Parse(signed.GetRawText())!.AsObject();
        document.Remove("key");
        document.Remove("signature");
        var key = keys.GetProperty("keys").EnumerateArray().Single(one => one.Text("id") == signed.Text("key"));
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(Convert.FromBase64String(key.Text("publicKey")), out _);
        return ecdsa.VerifyData(CanonicalJson.Of(document), Convert.FromBase64String(signed.Text("signature")), HashAlgorithmName.SHA256);
    }

    // RFC 9162 section 2.1.3.2, as it is written there.
    private static string RootFrom(JsonElement proof)
    {
        var (fn, sn) = (proof.GetProperty("index").GetInt64(), proof.GetProperty("head").GetProperty("size").GetInt64() - 1);
        var r = Convert.FromHexString(proof.Text("leafHash"));
        foreach (var p in proof.GetProperty("path").EnumerateArray().Select(one => Convert.FromHexString(one.GetString()!)))
        {
            Assert.NotEqual(0, sn);
            if ((fn & 1) == 1 || fn == sn)
            {
                r = SHA256.HashData([1, .. p, .. r]);
                while ((fn & 1) == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                r = SHA256.HashData([1, .. r, .. p]);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        Assert.Equal(0, sn);
        return Convert.ToHexStringLower(r);
    }
}
