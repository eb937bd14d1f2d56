using Ronghe.PowerItems.Catalogues;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.PowerItems.Tests.Catalogues;

public sealed class Broken_seeds : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("seeds").FullName;

    public Broken_seeds()
    {
        Directory.CreateDirectory(Path.Combine(folder, "power-items"));
        foreach (var file in new[] { "posts.json", "domains.json", "power-items/UNI.json", "power-items/PTY.json" })
            File.Copy(Path.Combine(Seeds.Folder, file), Path.Combine(folder, file));
    }

    [Theory]
    [InlineData("\"code\": \"UNI-02\"", "\"code\": \"UNI-01\"", "items[1].code", "used twice")]
    [InlineData("\"code\": \"UNI-02\"", "\"code\": \"PTY-02\"", "items[1].code", "does not begin with")]
    [InlineData("[\"UnionTreasurer\"]", "[\"UnionTreasuror\"]", "steps[", "no post of posts.json")]
    [InlineData("\"kind\": \"Single\"", "\"kind\": \"Singel\"", "kind", "wrong kind")]
    [InlineData("\"nature\":", "\"natur\":", "items[0]", "unknown field")]
    [InlineData("\"noticeDays\": 5", "\"noticeDays\": 0", "noticeDays", "more than 0")]
    [InlineData("\"body\": \"UnionCommittee\"", "\"body\": null", "body", "needed")]
    [InlineData("\"op\": \"==\"", "\"op\": \"like\"", "when", "none of")]
    [InlineData("\"skip\": [\"discipline\"]", "\"skip\": [\"disciplin\"]", "].skip", "no step")]
    public void A_broken_file_is_named_with_its_line_and_field(string good, string bad, string field, string what)
    {
        var path = Directory.GetFiles(Path.Combine(folder, "power-items")).OrderDescending()
            .First(file => File.ReadAllText(file).Contains(good, StringComparison.Ordinal));
        var text = File.ReadAllText(path);
        var at = text.IndexOf(good, StringComparison.Ordinal);
        File.WriteAllText(path, text[..at] + bad + text[(at + good.Length)..]);
        var line = text[..at].Count(character => character == '\n') + 1;

        var broken = Assert.Throws<SeedException>(() => Catalogue.Read(folder));

        Assert.Equal(path, broken.File);
        Assert.InRange(broken.Line, line - 1, line);
        Assert.Contains(field, broken.Field, StringComparison.Ordinal);
        Assert.Contains(what, broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        Directory.Delete(Path.Combine(folder, "power-items"), true);

        Assert.Contains("power-items", Assert.Throws<SeedException>(() => Catalogue.Read(folder)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, true);
}
