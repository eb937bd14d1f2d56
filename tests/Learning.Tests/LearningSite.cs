using Ronghe.Contracts.Identity;
using Ronghe.Learning;
using Ronghe.Testing;

[assembly: AssemblyFixture(typeof(Servers))]

namespace Ronghe.Learning.Tests;

[CollectionDefinition(nameof(LearningSite))]
public sealed class UsesLearningSite : ICollectionFixture<LearningSite>;

public sealed class LearningSite(Servers servers) : ServiceSite<LearningDb>(servers, "learningdb")
{
    /// <summary>Lets a person join, as Identity would tell it, and waits until the service knows them.</summary>
    public async Task<Guid> Join(string unitPath, bool partyMember = false, bool unionMember = false, params string[] posts)
    {
        var id = Guid.CreateVersion7();
        await Wire.Tell(new PersonJoined(id, 1, Facts(unitPath, partyMember, unionMember, posts), TimeProvider.System.GetUtcNow()));
        await Eventually.True(async () => await Ask<long>($"SELECT count(*) FROM directory_people WHERE id = '{id}'") == 1, "the person is known");
        return id;
    }

    public static PersonFacts Facts(string unitPath, bool partyMember = false, bool unionMember = false, params string[] posts) => new(
        Guid.CreateVersion7(), unitPath, [.. posts.Select(post => new PostHolding(post, unitPath))], partyMember, null, unionMember, new DateOnly(2020, 1, 1), 5, 1);

    /// <summary>An organiser of the whole group.</summary>
    public HttpClient Organiser(string unitPath = "G/") => Person(unitPath, $"PartyWorker@{unitPath}");
}
