using System.Text.Json;
using Ronghe.PowerItems.Assignees;
using Ronghe.PowerItems.Catalogues;

namespace Ronghe.PowerItems.Tests;

/// <summary>The seeds of this checkout, and a group in which every post is held by people of its own.</summary>
internal static class Seeds
{
    internal const string Group = "G/";
    internal const string Bureau = "G/B01/";
    internal const string Farm = "G/B01/F0101/";

    internal static string Folder { get; } = Find();

    internal static Catalogue Catalogue => Read.Value;

    internal static IReadOnlyList<CataloguePost> Posts { get; } =
        JsonSerializer.Deserialize<List<CataloguePost>>(File.ReadAllText(Path.Combine(Folder, "posts.json")), JsonSerializerOptions.Web)!;

    /// <summary>The holders of every post in the group, its first bureau and that bureau's first farm.</summary>
    internal static IReadOnlyList<PostHolder> Holders { get; } =
    [
        .. Posts.SelectMany(post => post.Levels.Where(level => level != "Team").SelectMany(level => Enumerable
            .Range(0, post.Holders[level]).Select(_ => new PostHolder(Guid.CreateVersion7(), post.Code, PathOf(level))))),
    ];

    internal static string PathOf(string level) => level switch { "Group" => Group, "Bureau" => Bureau, _ => Farm };

    private static readonly Lazy<Catalogue> Read = new(() => Catalogue.Read(Folder));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Platform.sln"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("Not inside a checkout."), "seeds");
    }
}
