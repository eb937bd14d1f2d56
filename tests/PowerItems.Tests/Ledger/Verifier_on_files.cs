using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Ronghe.LedgerVerifier;
using Ronghe.PowerItems.Ledger;
using Ronghe.PowerItems.Ledger.Keys;
using Ronghe.PowerItems.Ledger.Trees;

namespace Ronghe.PowerItems.Tests.Ledger;

/// <summary>Logs under both algorithms, keys that change, and files that are not what they should be.</summary>
public sealed class Verifier_on_files : IDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo files = Directory.CreateTempSubdirectory("ledger-verify-");

    [Theory]
    [InlineData("ES256")]
    [InlineData("SM2")]
    public void A_whole_log_is_rebuilt_under_either_algorithm_and_a_changed_dropped_or_swapped_leaf_is_found(string algorithm)
    {
        using var key = New(algorithm);
        var leaves = Enumerable.Range(0, 300).Select(number => key.Hash.Leaf(BitConverter.GetBytes(number))).ToList();
        var (keys, head) = (Keys(key), Head(key, leaves));

        Assert.Equal(0, Run("log", Entries(leaves), "--head", head, "--keys", keys).Exit);
        byte[][] changed = [.. leaves];
        changed[17] = key.Hash.Leaf([1]);
        Assert.Contains("[root]", Run("log", Entries(changed), "--head", head, "--keys", keys).Said, StringComparison.Ordinal);
        Assert.Contains("[truncated]", Run("log", Entries(leaves.Where((_, index) => index != 200)), "--head", head, "--keys", keys).Said, StringComparison.Ordinal);
        (changed[17], changed[18]) = (leaves[18], leaves[17]);
        Assert.Contains("[root]", Run("log", Entries(changed), "--head", head, "--keys", keys).Said, StringComparison.Ordinal);

        using var other = New(algorithm);
        Assert.Contains("[signature]", Run("log", Entries(leaves), "--head", Head(other, leaves), "--keys", keys).Said, StringComparison.Ordinal);
        Assert.Contains("[other-log]", Run("log", Entries(leaves), "--head", head, "--keys", keys, "--log", new string('0', 64)).Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_key_counts_when_the_one_before_endorsed_it_whatever_its_algorithm()
    {
        using var first = New("ES256");
        using var second = New("SM2");
        using var stranger = New("ES256");
        var leaves = new List<byte[]> { first.Hash.Leaf([1]) };
        var head = Head(second, leaves, log: first);

        Assert.Equal(0, Run("log", Entries(leaves), "--head", head, "--keys", Keys(first, (second, first))).Exit);
        var said = Run("log", Entries(leaves), "--head", head, "--keys", Keys(first, (second, stranger))).Said;
        Assert.Contains("[key-not-endorsed]", said, StringComparison.Ordinal);
        Assert.Contains("[signature]", said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_key_is_made_once_for_its_owner_alone_and_read_again()
    {
        foreach (var algorithm in new[] { "ES256", "SM2" })
        {
            var folder = Path.Combine(files.FullName, algorithm);
            var settings = new ConfigurationBuilder().AddInMemoryCollection(
                new Dictionary<string, string?> { ["Ledger:KeyFolder"] = folder, ["Ledger:Algorithm"] = algorithm }).Build();
            var made = Assert.Single(KeyFolder.Open(settings));
            var read = Assert.Single(KeyFolder.Open(settings));

            Assert.Equal((algorithm, algorithm), (made.Algorithm, read.Algorithm));
            Assert.Equal(made.PublicKey, read.PublicKey);
            Assert.True(Signatures.Verify(algorithm, made.PublicKey, [1, 2, 3], read.Sign([1, 2, 3])));
            Assert.False(Signatures.Verify(algorithm, made.PublicKey, [1, 2, 4], read.Sign([1, 2, 3])));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(folder))));
        }
    }

    [Fact]
    public void What_cannot_be_read_is_neither_right_nor_wrong()
    {
        var text = Path.Combine(files.FullName, "text.zip");
        File.WriteAllText(text, "PK is not enough");

        Assert.Equal(2, Run("pack", text).Exit);
        Assert.Equal(2, Run("pack", Path.Combine(files.FullName, "missing.zip")).Exit);
        Assert.Equal(2, Run("heads", text, text, "--keys", text).Exit);
        Assert.Equal(2, Run("pack", text, "--unknown", "x").Exit);
        Assert.Equal(2, Run().Exit);
    }

    private string Head(ILedgerKey key, List<byte[]> leaves, ILedgerKey? log = null)
    {
        var document = new JsonObject
        {
            ["format"] = "ronghe.head/1",
            ["log"] = LedgerLog.IdOf((log ?? key).PublicKey),
            ["hash"] = (log ?? key).Hash.Name,
            ["size"] = leaves.Count,
            ["root"] = Convert.ToHexStringLower((log ?? key).Hash.Root(leaves, 0, leaves.Count)),
            ["time"] = LedgerTime.Write(Day),
        };
        var signature = key.Sign(CanonicalJson.Of(document));
        (document["key"], document["signature"]) = (LedgerLog.IdOf(key.PublicKey), Convert.ToBase64String(signature));
        return Save("head", document);
    }

    private string Keys(ILedgerKey first, params (ILedgerKey Key, ILedgerKey By)[] later)
    {
        var log = LedgerLog.IdOf(first.PublicKey);
        var list = new JsonArray(Shown(first, 1));
        foreach (var ((key, by), index) in later.Select((one, index) => (one, index)))
        {
            var shown = Shown(key, index + 2);
            var endorsement = by.Sign(CanonicalJson.Of(shown));
            (shown["endorsedBy"], shown["endorsement"]) = (log, Convert.ToBase64String(endorsement));
            list.Add((JsonNode)shown);
        }

        return Save("keys", list);

        JsonObject Shown(ILedgerKey key, int number) => new LedgerKey
        {
            Id = LedgerLog.IdOf(key.PublicKey), Number = number, Algorithm = key.Algorithm, PublicKey = key.PublicKey, Since = Day,
        }.Statement(log);
    }

    private string Entries(IEnumerable<byte[]> leaves) => Save("entries", new JsonObject
    {
        ["from"] = 0,
        ["leafHashes"] = new JsonArray([.. leaves.Select(leaf => (JsonNode)Convert.ToHexStringLower(leaf))]),
    });

    private string Save(string name, JsonNode document)
    {
        var path = Path.Combine(files.FullName, $"{name}-{Guid.CreateVersion7()}.json");
        File.WriteAllText(path, document.ToJsonString());
        return path;
    }

    private static ILedgerKey New(string algorithm)
    {
        if (algorithm == "ES256") return new EcdsaKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var generator = new ECKeyPairGenerator();
        generator.Init(new ECKeyGenerationParameters(GMObjectIdentifiers.sm2p256v1, new SecureRandom()));
        return new Sm2Key((ECPrivateKeyParameters)generator.GenerateKeyPair().Private);
    }

    private static (int Exit, string Said) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        return (Verifier.Run(arguments, output), output.ToString());
    }

    public void Dispose() => files.Delete(recursive: true);
}
