using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Requests;

public sealed class Tokens_of_identity(Servers servers)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_and_a_subsidiary_that_signed_in_are_known_to_a_service()
    {
        await using var identity = await IdentityHost.StartAsync(servers);
        await using var service = await Start(identity);

        Assert.Equal("person G/B01/ True", await Ask(service, await identity.SignIn.Person("b01-union-officer")));
        Assert.Equal("client G/B01/ False", await Ask(service, await identity.SignIn.Subsidiary("welfare")));
    }

    private static async Task<WebApplication> Start(IdentityHost identity)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(identity.Settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults("who");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapGet("/who", (Caller caller) => $"{caller.Kind} {caller.UnitPath} {caller.Holds(RoleNames.UnionWorker, "G/B01/F0101/")}").RequireScope("welfare");
        await app.StartAsync(Ct);
        return app;
    }

    private static async Task<string> Ask(WebApplication service, string token)
    {
        using var client = new HttpClient { BaseAddress = new Uri(service.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync(new Uri("/who", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }
}
