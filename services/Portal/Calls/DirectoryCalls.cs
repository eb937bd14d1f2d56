namespace Ronghe.Portal.Calls;

public sealed record UnitEntry(Guid Id, string Code, string Path, string Name, string? NameEn, string Kind);

public sealed record PersonEntry(Guid Id, string Name, string? UnitPath);

public sealed record PostEntry(string Code, string Name, string? NameEn);

/// <summary>Names and units: looked up under the reader's rights, never kept.</summary>
internal sealed class DirectoryCalls(HttpClient http) : ServiceCalls(http)
{
    private const string Root = "http://identity/api/v1/directory";

    public Task<Answer<UnitEntry[]>> Units(CancellationToken ct) => Get<UnitEntry[]>($"{Root}/units", ct);

    public Task<Answer<PostEntry[]>> Posts(CancellationToken ct) => Get<PostEntry[]>($"{Root}/posts", ct);

    /// <summary>Who cannot be seen or found is missing from the result; the page then shows the post alone.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> Names(IEnumerable<Guid> people, CancellationToken ct)
    {
        var ids = people.Distinct().Take(200).ToArray();
        if (ids.Length == 0) return new Dictionary<Guid, string>();

        var found = await Get<PersonEntry[]>($"{Root}/people?ids={string.Join(',', ids)}", ct);
        return (found.Value ?? []).DistinctBy(person => person.Id).ToDictionary(person => person.Id, person => person.Name);
    }
}
