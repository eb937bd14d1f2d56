namespace Ronghe.Portal.Calls;

public sealed record Programme(
    Guid ProgrammeId, string State, string Kind, string UnitPath, string Title, decimal AmountPerPerson, int Headcount, decimal Budget,
    string Digest, string? AuthorityItem);

public sealed record ProgrammePage(Programme[] Programmes, bool HasMore);

internal sealed class WelfareCalls(HttpClient http) : ServiceCalls(http)
{
    private const string Root = "http://welfare/api/v1/welfare";

    public Task<Answer<Programme>> Programme(Guid id, CancellationToken ct) => Get<Programme>($"{Root}/programmes/{id}", ct);

    public Task<Answer<ProgrammePage>> Awaiting(CancellationToken ct) =>
        Get<ProgrammePage>($"{Root}/programmes?state=AwaitingAuthority", ct);
}
