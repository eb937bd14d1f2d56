using Ronghe.Testing;
using Xunit;

namespace Ronghe.Platform.Tests.Starts;

/// <summary>Services as processes, on a copy of the seeds in which one thing is wrong; nothing else they need is there.</summary>
public sealed class Broken_seeds : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ronghe-seeds-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("Identity", "posts.json", "\"code\": \"UnionChair\",", "\"code\": \"UnionChair\" ", "[", "is invalid after a value")]
    [InlineData("Identity", "people.json", "\"unionShare\": 0.98", "\"unionShares\": 0.98", "unionShares", "unknown field 'unionShares'")]
    [InlineData("Identity", "accounts.json", "\"userName\": \"staff\"", "\"userName\": 7", "[0].userName", "wrong kind")]
    [InlineData("Identity", "accounts.json", "\"post\": \"TeamLeader\"", "\"post\": \"TeamLeeder\"", "[1].post", "'TeamLeeder' is no post")]
    [InlineData("PowerItems", "power-items/UNI.json", "\"posts\": [\"UnionOfficer\"]", "\"posts\": [\"UnionOficer\"]", "posts", "UnionOficer")]
    [InlineData("PowerItems", "power-items/UNI.json", "\"nature\":", "\"natur\":", "items[0]", "unknown field 'natur'")]
    [InlineData("Learning", "lessons/FIRE-REPORT.json", "\"version\": 1", "\"version\": \"one\"", "version", "wrong kind")]
    [InlineData("Welfare", "welfare/caps.json", "\"kind\":", "\"sort\":", "[0]", "unknown field 'sort'")]
    public async Task Stop_the_start_with_one_line_that_names_file_line_and_field(
        string service, string name, string right, string wrong, string field, string what)
    {
        var (file, line) = Break(name, right, wrong);
        var database = $"{service.ToLowerInvariant()}db";
        var (exitCode, error) = await ServiceProcess.RunToEnd(service, new Dictionary<string, string>
        {
            ["Seed__Folder"] = folder,
            ["Seed__DemoPassword"] = "never-used-here",
            [$"ConnectionStrings__{database}"] = $"Host=127.0.0.1;Port=1;Username=nobody;Password=none;Database={database}",
        });

        Assert.NotEqual(0, exitCode);
        var said = Assert.Single(error);
        Assert.StartsWith($"{file}:{line}: ", said, StringComparison.Ordinal);
        Assert.Contains(field, said, StringComparison.Ordinal);
        Assert.Contains(what, said, StringComparison.Ordinal);
    }

    private (string File, int Line) Break(string name, string right, string wrong)
    {
        var seeds = Path.Combine(Checkout.Root, "seeds");
        foreach (var path in Directory.EnumerateFiles(seeds, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(seeds, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        var file = Path.Combine(folder, name);
        var text = File.ReadAllText(file);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{name} no longer holds {right}");
        File.WriteAllText(file, text[..at] + wrong + text[(at + right.Length)..]);
        return (file, text[..at].Count(letter => letter == '\n') + 1);
    }
}
