using System.Text.Json;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Learning.Xapi.Clients;

/// <summary>Who vouches for Statements: the account of the client or person whose credentials came with the request.</summary>
/// <param name="HomePage">The platform's address, the home page of every account that it issues.</param>
/// <param name="Name">Client id or person id.</param>
internal sealed record Authority(string HomePage, string Name)
{
    /// <summary>The Agent as JSON.</summary>
    internal string Json { get; } = JsonSerializer.Serialize(new { objectType = "Agent", account = new { homePage = HomePage, name = Name } });

    internal string Identifier { get; } = StatementKeys.Account(HomePage, Name);

    internal static Authority Of(Caller caller, IConfiguration configuration) => new(HomePageOf(configuration), caller.Subject);

    /// <summary>The platform's public address.</summary>
    internal static string HomePageOf(IConfiguration configuration) => configuration["Identity:Issuer"]?.TrimEnd('/') ?? "http://localhost";
}
