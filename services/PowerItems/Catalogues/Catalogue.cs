using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.PowerItems.Catalogues;

/// <summary>The reference catalogue as the seed folder holds it, checked as a whole.</summary>
internal sealed record Catalogue(IReadOnlyList<CatalogueFile> Files, IReadOnlyDictionary<string, CataloguePost> Posts, IReadOnlySet<string> Domains)
{
    internal IEnumerable<(string Domain, PowerItem Item)> Items => Files.SelectMany(file => file.Items.Select(item => (file.Domain, item)));

    /// <exception cref="SeedException">A file is missing or broken; names file, line and field.</exception>
    internal static Catalogue Read(string folder)
    {
        var posts = SeedFile.Read<List<CataloguePost>>(Path.Combine(folder, "posts.json")).ToDictionary(post => post.Code);
        var domains = SeedFile.Read<List<CatalogueDomain>>(Path.Combine(folder, "domains.json")).Select(domain => domain.Code).ToHashSet();
        var paths = Path.Combine(folder, "power-items") is var items && Directory.Exists(items)
            ? Directory.GetFiles(items, "*.json").Order(StringComparer.Ordinal).ToList()
            : throw new SeedException(Path.Combine(folder, "power-items"), 0, "(folder)", "is missing");
        var files = new List<CatalogueFile>();
        var codes = new Dictionary<string, string>();
        foreach (var path in paths)
        {
            var file = SeedFile.Read<CatalogueFile>(path);
            if (CatalogueRules.FirstFault(file, posts, domains, codes) is var (field, what)) throw SeedFile.Wrong(path, field, what);
            foreach (var item in file.Items) codes[item.Code] = codes[item.Id] = Path.GetFileName(path);
            files.Add(file);
        }

        return new Catalogue(files, posts, domains);
    }
}

internal sealed record CatalogueFile(string Domain, IReadOnlyList<PowerItem> Items);

internal sealed record CatalogueDomain(string Code, string Id, string Name, string NameEn, int TargetCount);

internal sealed record CataloguePost(
    string Code,
    string Name,
    string NameEn,
    IReadOnlyList<string> Levels,
    IReadOnlyList<string> Roles,
    IReadOnlyDictionary<string, int> Holders,
    IReadOnlyList<string> Excludes);
