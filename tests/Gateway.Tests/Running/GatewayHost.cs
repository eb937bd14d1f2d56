using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Ronghe.Gateway.Conditions;

namespace Ronghe.Gateway.Tests.Running;

/// <summary>The gateway's own Program.cs on real Kestrel at a loopback port.</summary>
public sealed class GatewayHost : WebApplicationFactory<PlatformHealthResponse>
{
    private readonly Dictionary<string, string?> _settings;

    public GatewayHost(TokenIssuer issuer, params (string Key, string Value)[] settings)
    {
        _settings = new()
        {
            ["Identity:Issuer"] = TokenIssuer.Name,
            ["Identity:Keys"] = issuer.Keys,
            ["Identity:Revocations"] = issuer.Address,
            ["Logging:LogLevel:Default"] = "Warning"
        };
        foreach (var (key, value) in settings) _settings[key] = value;
        UseKestrel(0);
        StartServer();
        Address = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Address { get; }

    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in _settings) builder.UseSetting(key, value);
    }
}

internal static class Answers
{
    // HTTP/2 knows header names in lower case only.
    private static readonly JsonNodeOptions IgnoreCase = new() { PropertyNameCaseInsensitive = true };

    internal static Uri At(string path) => new(path, UriKind.Relative);

    internal static async Task<JsonNode> Json(this HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync(), IgnoreCase)!;

    /// <summary>The last part of the problem's type; fails when the answer is no problem.</summary>
    internal static async Task<string> Problem(this HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Json();
        Assert.Equal((int)answer.StatusCode, problem["status"]!.GetValue<int>());
        Assert.NotEmpty(problem["detail"]!.GetValue<string>());
        return problem["type"]!.GetValue<string>().Split(':')[^1];
    }
}
