using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using Ronghe.Identity.Units;
using Ronghe.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(Ronghe.Identity.Tests.IdentityService))]

namespace Ronghe.Identity.Tests;

/// <summary>Identity with its demo group, on a database and a virtual host of its own, for all tests that change no shared person.</summary>
public sealed class IdentityService : IAsyncLifetime
{
    private readonly Servers servers = new();
    internal const string Issuer = "http://identity.test/";
    internal const string Password = "Lin-Hai-2026!";
    internal const string PlatformSecret = "a-secret-of-the-platform";

    private readonly string keyFolder = System.IO.Directory.CreateTempSubdirectory("ronghe-keys-").FullName;

    internal ServiceHost<UnitResponse> Host { get; private set; } = null!;

    internal Servers Servers => servers;

    internal string VirtualHost { get; private set; } = "";

    internal string KeyFile => Path.Combine(keyFolder, "subsidiary-b01.pem");

    internal static Dictionary<string, string?> Settings(string keyFolder) => new()
    {
        ["Identity:Issuer"] = Issuer,
        ["Platform:Secret"] = PlatformSecret,
        ["Portal:ClientSecret"] = "a-secret-of-the-portal",
        ["Seed:DemoPassword"] = Password,
        ["Seed:KeyFolder"] = keyFolder,
    };

    public async ValueTask InitializeAsync()
    {
        await servers.InitializeAsync();
        VirtualHost = await servers.CreateVirtualHost();
        Host = await ServiceHost<UnitResponse>.StartAsync(servers, "identitydb", Settings(keyFolder), virtualHost: VirtualHost);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await servers.DisposeAsync();
        System.IO.Directory.Delete(keyFolder, recursive: true);
    }

    internal async Task<string> AccessToken(string userName)
    {
        using var browser = new Browser(Host.Address);
        return (await browser.SignIn(userName, Password)).AccessToken;
    }

    internal ECDsa DemoKey()
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(KeyFile));
        return key;
    }

    internal async Task<T> Ask<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Host.Database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    internal static JsonObject Payload(string token) => (JsonObject)JsonNode.Parse(Base64UrlEncoder.Decode(token.Split('.')[1]))!;

    internal static JsonObject Header(string token) => (JsonObject)JsonNode.Parse(Base64UrlEncoder.Decode(token.Split('.')[0]))!;
}
