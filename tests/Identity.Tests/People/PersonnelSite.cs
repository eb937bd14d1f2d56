using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Ronghe.Contracts.Identity;
using Ronghe.Identity.Units;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.Identity.Tests.People;

/// <summary>An Identity whose people and units tests may change, and a second consumer of what it tells.</summary>
public sealed class PersonnelSite(IdentityService identity) : IAsyncLifetime
{
    private static int joined;
    private readonly string keyFolder = System.IO.Directory.CreateTempSubdirectory("ronghe-keys-").FullName;

    internal ServiceHost<UnitResponse> Host { get; private set; } = null!;

    internal Wire Wire { get; private set; } = null!;

    /// <summary>System administrator of the whole group.</summary>
    internal HttpClient Administrator { get; private set; } = null!;

    /// <summary>System administrator of bureau B01 alone.</summary>
    internal HttpClient BureauAdministrator { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var virtualHost = await identity.Servers.CreateVirtualHost();
        Host = await ServiceHost<UnitResponse>.StartAsync(identity.Servers, "identitydb", IdentityService.Settings(keyFolder), virtualHost: virtualHost);
        Wire = await Wire.ConnectAsync(virtualHost);
        await Wire.Listen<PersonJoined>();
        await Wire.Listen<PersonMoved>();
        await Wire.Listen<PersonLeft>();
        await Wire.Listen<UnitChanged>();
        Administrator = await SignedIn("system-admin");
        var local = await Join("B01");
        await Ask<int>($"INSERT INTO grants (person_id, role, unit_id) SELECT '{local.Id}', 'SystemAdministrator', id FROM units WHERE code = 'B01' RETURNING 1");
        BureauAdministrator = await SignedIn(local.UserName, Joiner.Password);
    }

    public async ValueTask DisposeAsync()
    {
        Administrator.Dispose();
        BureauAdministrator.Dispose();
        await Wire.DisposeAsync();
        await Host.DisposeAsync();
        System.IO.Directory.Delete(keyFolder, recursive: true);
    }

    internal async Task<HttpClient> SignedIn(string userName, string password = IdentityService.Password, string scopes = Browser.AllScopes)
    {
        using var browser = new Browser(Host.Address);
        return Host.Client((await browser.SignIn(userName, password, scopes)).AccessToken);
    }

    /// <summary>A new person whom no other test knows.</summary>
    internal async Task<Joiner> Join(string unitCode, params object[] posts)
    {
        var number = $"N-{Interlocked.Increment(ref joined)}";
        using var answer = await Administrator.PostAsJsonAsync("/api/v1/directory/people", Form(number, unitCode, posts));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var body = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        return new((Guid)body["id"]!, (string)body["userName"]!);
    }

    internal static object Form(string number, string unitCode, params object[] posts) => new
    {
        number, name = "云小松", unitCode, joinedOn = "2026-07-01", initialPassword = Joiner.Password, birthMonth = 5, birthDay = 6, posts,
    };

    internal static Task<HttpResponseMessage> Move(HttpClient client, Guid person, object change) =>
        client.PostAsJsonAsync($"/api/v1/directory/people/{person}/move", change);

    internal static Task<HttpResponseMessage> Leave(HttpClient client, Guid person, long version) =>
        client.PostAsJsonAsync($"/api/v1/directory/people/{person}/leave", new { version });

    internal async Task<HttpResponseMessage> ChangeUnit(HttpClient client, string code, object change) =>
        await client.PostAsJsonAsync($"/api/v1/directory/units/{await Unit(code)}/change", change);

    internal Task<Guid> Unit(string code) => Ask<Guid>($"SELECT id FROM units WHERE code = '{code}'");

    internal async Task<T> Ask<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Host.Database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>409 of this type.</summary>
    internal static async Task Refused(HttpResponseMessage answer, string type)
    {
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("urn:ronghe:problem:" + type, (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["type"]);
    }

    /// <summary>400 that names exactly these fields.</summary>
    internal static async Task Invalid(HttpResponseMessage answer, params string[] fields)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{answer.StatusCode}: {body}");
        Assert.Equal(fields.Order(), JsonNode.Parse(body)!["errors"]!.AsObject().Select(error => error.Key).Order());
    }
}

internal sealed record Joiner(Guid Id, string UserName)
{
    internal const string Password = "Shu-Miao-2026!";
}
