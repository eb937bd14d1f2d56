using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Identity.Tests.People;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Identity.Tests.Administrators;

/// <summary>An Identity in which tests change accounts and rights, with the three administrators of the whole group.</summary>
public sealed class AdministrationSite(IdentityService identity) : IAsyncLifetime
{
    private readonly PersonnelSite personnel = new(identity);

    internal PersonnelSite Personnel => personnel;

    internal HttpClient System => personnel.Administrator;

    internal HttpClient Security { get; private set; } = null!;

    internal HttpClient Audit { get; private set; } = null!;

    internal Uri Address => personnel.Host.Address;

    public async ValueTask InitializeAsync()
    {
        await personnel.InitializeAsync();
        Security = await personnel.SignedIn("security-admin");
        Audit = await personnel.SignedIn("audit-admin");
    }

    public async ValueTask DisposeAsync()
    {
        Security.Dispose();
        Audit.Dispose();
        await personnel.DisposeAsync();
    }

    internal Task<Guid> Person(string userName) => personnel.Ask<Guid>($"SELECT person_id FROM accounts WHERE user_name = '{userName}'");

    internal static Uri At(string path) => new("/api/v1/directory" + path, UriKind.Relative);

    internal static Task<HttpResponseMessage> Post(HttpClient client, string path, object? body = null) =>
        body is null ? client.PostAsync(At(path), null) : client.PostAsJsonAsync(At(path), body);

    internal static async Task<JsonNode> Get(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(At(path));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    internal static async Task Refused(HttpResponseMessage answer, HttpStatusCode status, string type)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        Assert.Equal("urn:ronghe:problem:" + type, (string?)JsonNode.Parse(text)!["type"]);
    }
}

[CollectionDefinition(nameof(AdministrationSite))]
public sealed class UsesAdministrationSite : ICollectionFixture<AdministrationSite>;
