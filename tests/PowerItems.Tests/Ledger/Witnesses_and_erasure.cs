using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Ronghe.LedgerVerifier;
using Ronghe.PowerItems.Ledger;
using Ronghe.PowerItems.Ledger.Keys;
using Ronghe.PowerItems.Tests.Sites;
using Ronghe.Testing;

namespace Ronghe.PowerItems.Tests.Ledger;

[Collection(nameof(Site))]
public sealed class Witnesses_and_erasure(Site site) : IDisposable
{
    private readonly DirectoryInfo files = Directory.CreateTempSubdirectory("ledger-witness-");

    [Fact]
    public async Task A_head_that_a_quorum_has_signed_carries_a_pack_alone()
    {
        using var inspection = new EcdsaKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        using var audit = NewSm2();
        foreach (var key in new ILedgerKey[] { inspection, audit }) await Site.Json(await Register(Administrator(), key), 201);
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        var head = await HeadWith(opened);

        Assert.Equal(1, (await Site.Json(await Cosign(head, inspection), 200)).GetProperty("cosignatures").GetInt32());
        Assert.Contains("[no-quorum]", await Verify(opened), StringComparison.Ordinal);
        Assert.Equal(2, (await Site.Json(await Cosign(head, audit), 200)).GetProperty("cosignatures").GetInt32());

        Assert.Contains("未发现问题", await Verify(opened, "--witness", IdOf(inspection), "--witness", IdOf(audit)), StringComparison.Ordinal);
        Assert.Contains("[no-quorum]", await Verify(opened, "--witness", IdOf(inspection)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_signature_a_stranger_and_a_retired_witness_are_refused()
    {
        using var key = new EcdsaKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        using var stranger = new EcdsaKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var registered = await Site.Json(await Register(Administrator(), key), 201);
        var head = await HeadWith(await site.Open(site.Subsidiary, Site.Festival()));

        Assert.Equal("witness-key-taken", await Site.Problem(await Register(Administrator(), key), 409));
        Assert.Equal("security-administrator-only", await Site.Problem(await Register(site.Subsidiary, stranger), 403));
        Assert.Equal("not-a-witness", await Site.Problem(await Cosign(head, stranger), 409));
        Assert.Equal("signature-invalid", await Site.Problem(await Cosign(head, key, signer: stranger), 409));
        Assert.Equal("time-not-believable", await Site.Problem(await Cosign(head, key, late: TimeSpan.FromHours(1)), 409));
        Assert.Equal("invalid-input", await Site.Problem(await Administrator().PostAsJsonAsync(
            $"{Site.Api}/ledger/witnesses", new { name = "审计", nameEn = "Audit", algorithm = "SM2", publicKey = Convert.ToBase64String(key.PublicKey) }), 400));

        using var retired = await Administrator().PostAsJsonAsync($"{Site.Api}/ledger/witnesses/{registered.Id("witnessId")}/retirement", new { keyId = IdOf(key) });
        Assert.Equal(204, (int)retired.StatusCode);
        Assert.Equal("not-a-witness", await Site.Problem(await Cosign(head, key), 409));
    }

    [Fact]
    public async Task Erased_words_are_gone_and_the_act_is_still_proven()
    {
        var opened = await site.Open(site.Subsidiary, Site.Festival());
        var erasure = new { reason = "当事人申请删除个人信息" };
        Assert.Equal("case-still-running", await Site.Problem(await Administrator().PostAsJsonAsync($"{Site.Api}/cases/{opened.Id("caseId")}/erasures", erasure), 409));
        await site.DecideNext(site.Subsidiary, opened, "Reject");
        await HeadWith(opened);
        Assert.Contains("材料齐全", (await site.Case(site.Subsidiary, opened)).GetRawText(), StringComparison.Ordinal);

        var erased = await Site.Json(await Administrator().PostAsJsonAsync($"{Site.Api}/cases/{opened.Id("caseId")}/erasures", erasure), 200);

        Assert.Equal(1, erased.GetProperty("erased").GetInt32());
        Assert.DoesNotContain("材料齐全", (await site.Case(site.Subsidiary, opened)).GetRawText(), StringComparison.Ordinal);
        var said = await Verify(opened, "--head", await SaveHead());
        Assert.Contains("意见已依法删除", said, StringComparison.Ordinal);
        Assert.Contains("未发现问题", said, StringComparison.Ordinal);
    }

    private HttpClient Administrator() => site.As(Seeds.Holders[0].PersonId, Seeds.Group, $"SecurityAdministrator@{Seeds.Group}");

    private static string IdOf(ILedgerKey key) => LedgerLog.IdOf(key.PublicKey);

    private static Sm2Key NewSm2()
    {
        var generator = new ECKeyPairGenerator();
        generator.Init(new ECKeyGenerationParameters(GMObjectIdentifiers.sm2p256v1, new SecureRandom()));
        return new Sm2Key((ECPrivateKeyParameters)generator.GenerateKeyPair().Private);
    }

    private static Task<HttpResponseMessage> Register(HttpClient client, ILedgerKey key) => client.PostAsJsonAsync(
        $"{Site.Api}/ledger/witnesses", new { name = "纪委", nameEn = "Discipline inspection", algorithm = key.Algorithm, publicKey = Convert.ToBase64String(key.PublicKey) });

    private Task<HttpResponseMessage> Cosign(JsonElement head, ILedgerKey witness, ILedgerKey? signer = null, TimeSpan late = default)
    {
        var time = LedgerTime.Write(TimeProvider.System.GetUtcNow() + late);
        var statement = CanonicalJson.Of(new JsonObject
        {
            ["format"] = "ronghe.cosignature/1",
            ["log"] = head.Text("log"),
            ["size"] = head.GetProperty("size").GetInt64(),
            ["root"] = head.Text("root"),
            ["witness"] = IdOf(witness),
            ["time"] = time,
        });
        return site.Subsidiary.PostAsJsonAsync(
            $"{Site.Api}/ledger/cosignatures",
            new { size = head.GetProperty("size").GetInt64(), witness = IdOf(witness), time, signature = Convert.ToBase64String((signer ?? witness).Sign(statement)) });
    }

    /// <summary>The head of the tree that the last act of the case is in.</summary>
    private async Task<JsonElement> HeadWith(JsonElement opened)
    {
        JsonElement head = default;
        var act = (await site.Case(site.Subsidiary, opened)).GetProperty("acts").EnumerateArray().Last().Id("actId");
        await Eventually.Holds(async () => head = (await Site.Json(await site.Subsidiary.GetAsync($"{Site.Api}/ledger/proofs/inclusion?act={act}"), 200)).GetProperty("head"));
        return head;
    }

    private async Task<string> SaveHead()
    {
        var path = Path.Combine(files.FullName, "head.json");
        await File.WriteAllTextAsync(path, await site.Subsidiary.GetStringAsync($"{Site.Api}/ledger/head"));
        return path;
    }

    private async Task<string> Verify(JsonElement opened, params string[] more)
    {
        var pack = Path.Combine(files.FullName, "pack.zip");
        await File.WriteAllBytesAsync(pack, await site.Subsidiary.GetByteArrayAsync($"{Site.Api}/cases/{opened.Id("caseId")}/evidence"));
        using var output = new StringWriter();
        Verifier.Run(["pack", pack, .. more], output);
        return output.ToString();
    }

    public void Dispose() => files.Delete(recursive: true);
}
