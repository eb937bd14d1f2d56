using System.Text;
using System.Text.Json.Nodes;
using Ronghe.PowerItems.Ledger;
using Ronghe.PowerItems.Ledger.Trees;

namespace Ronghe.PowerItems.Tests.Ledger;

/// <summary>The vectors of certificate-transparency (RFC 6962), of RFC 8785 and of GB/T 32905.</summary>
public sealed class Known_answers
{
    private static readonly TreeHash Sha256 = TreeHash.Sha256;

    private static readonly byte[][] Leaves = [.. new[]
    {
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    }.Select(hex => Sha256.Leaf(Convert.FromHexString(hex)))];

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Roots(int size, string root)
    {
        var tree = new Frontier(Sha256);
        foreach (var leaf in Leaves.Take(size)) tree.Append(leaf);
        Assert.Equal(root, Convert.ToHexStringLower(tree.Root()));
    }

    [Theory]
    [InlineData(0, 1, "")]
    [InlineData(0, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(5, 8, "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(1, 5, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public void Inclusion(long index, long size, string path) => Assert.Equal(path, Hashes(MerkleRanges.Inclusion(index, size)));

    [Theory]
    [InlineData(1, 1, "")]
    [InlineData(1, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(6, 8, "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 5, "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public void Consistency(long first, long second, string path) => Assert.Equal(path, Hashes(MerkleRanges.Consistency(first, second)));

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(70_001)]
    public void The_frontier_gives_the_root_of_the_whole_tree_and_goes_on_from_its_tiles(int size)
    {
        var leaves = Enumerable.Range(0, size).Select(number => Sha256.Leaf(BitConverter.GetBytes(number))).ToList();
        var tree = new Frontier(Sha256);
        var tiles = leaves.SelectMany(tree.Append).ToList();

        Assert.Equal(Sha256.Root(leaves, 0, size), tree.Root());
        Assert.All(tiles, tile => Assert.Equal(tile.Root, Sha256.Root([.. tile.Hashes.Chunk(32)], 0, 256)));
        Assert.Equal(size / 256, tiles.Count(tile => tile.Level == 0));
        Assert.Equal(Enumerable.Range(0, size / 256).Select(number => (long)number), tiles.Where(tile => tile.Level == 0).Select(tile => tile.Number));

        var open = new[] { leaves.Skip(size / 256 * 256), tiles.Where(tile => tile.Level == 0).Skip(size / 65_536 * 256).Select(tile => tile.Root), tiles.Where(tile => tile.Level == 1).Select(tile => tile.Root) };
        var resumed = Frontier.Resume(Sha256, size, open);
        Assert.Equal(tree.Root(), resumed.Root());
        resumed.Append(leaves[0]);
        tree.Append(leaves[0]);
        Assert.Equal(tree.Root(), resumed.Root());
    }

    [Theory]
    [InlineData("616263", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    [InlineData("61626364616263646162636461626364616263646162636461626364616263646162636461626364616263646162636461626364616263646162636461626364", "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")]
    public void Sm3(string data, string hash) => Assert.Equal(hash, Convert.ToHexStringLower(TreeHash.Sm3.Digest(Convert.FromHexString(data))));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("295147905179352830000", "295147905179352830000")]
    [InlineData("9.999999999999997e22", "9.999999999999997e+22")]
    [InlineData("1e23", "1e+23")]
    [InlineData("1E30", "1e+30")]
    [InlineData("999999999999999900000", "999999999999999900000")]
    [InlineData("1e21", "1e+21")]
    [InlineData("9.999999999999997e-7", "9.999999999999997e-7")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("333333333.33333329", "333333333.3333333")]
    [InlineData("-333333333.33333343", "-333333333.33333343")]
    [InlineData("4.50", "4.5")]
    [InlineData("2e-3", "0.002")]
    public void Canonical_numbers(string number, string canonical) => Assert.Equal(canonical, Canonical(number));

    [Fact]
    public void Canonical_documents()
    {
        Assert.Equal(
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
            Canonical("""
                { "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false] }
                """));
        // By UTF-16 units: the emoji's surrogates come before U+FB33.
        Assert.Equal(
            "{\"\\r\":1,\"1\":2,\"\u0080\":3,\"\u00f6\":4,\"\u20ac\":5,\"\ud83d\ude00\":6,\"\ufb33\":7}",
            Canonical("{\"\\u20ac\":5,\"\\r\":1,\"\\ufb33\":7,\"1\":2,\"\\ud83d\\ude00\":6,\"\\u0080\":3,\"\\u00f6\":4}"));
    }

    private static string Hashes(IReadOnlyList<LeafRange> ranges) =>
        string.Join(' ', ranges.Select(range => Convert.ToHexStringLower(Sha256.Root(Leaves, (int)range.Start, (int)range.Count))));

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Of(JsonNode.Parse(json)));
}
