using Ronghe.Portal.Texts;

namespace Ronghe.Portal.Calls;

/// <summary>Units that the reader may see, by path.</summary>
public sealed record UnitMap(IReadOnlyList<UnitEntry> All)
{
    private readonly Dictionary<string, UnitEntry> _byPath = All.DistinctBy(unit => unit.Path).ToDictionary(unit => unit.Path);

    public static UnitMap Empty { get; } = new([]);

    public UnitEntry? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>The unit's name; its code where the directory does not show it to this reader.</summary>
    public string Name(string? path) =>
        path is null ? "" : Find(path) is { } unit ? Languages.Of(unit.Name, unit.NameEn) : path.TrimEnd('/').Split('/')[^1];

    public IEnumerable<UnitEntry> Below(string path) => All
        .Where(unit => unit.Path.StartsWith(path, StringComparison.Ordinal) && unit.Path.Count(c => c == '/') == path.Count(c => c == '/') + 1)
        .OrderBy(unit => unit.Path, StringComparer.Ordinal);
}

/// <summary>Looks the units up once a request.</summary>
internal sealed class UnitNames(DirectoryCalls directory)
{
    private Task<UnitMap>? _units;

    public Task<UnitMap> Get(CancellationToken ct) => _units ??= Load(ct);

    private async Task<UnitMap> Load(CancellationToken ct) => new((await directory.Units(ct)).Value ?? []);
}
