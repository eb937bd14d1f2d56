using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Ronghe.NativeHost.Processes;

namespace Ronghe.NativeHost.Tests.Engine;

/// <summary>Two replicas of one service behind the real gateway.</summary>
public sealed class ReplicaTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_gateway_balances_over_their_addresses_and_goes_on_when_one_is_killed()
    {
        var gatewayProject = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "services", "Gateway", "Gateway.csproj"));
        await using var host = await SampleHost.StartAsync(folder.Path, "--only gateway", ("SAMPLE_GATEWAY", gatewayProject));
        using var client = new HttpClient { BaseAddress = new Uri((await host.ResourceAsync("gateway")).Endpoints[0].Url) };
        int[] replicas = [(await host.ResourceAsync("portal-0")).Pid!.Value, (await host.ResourceAsync("portal-1")).Pid!.Value];

        var before = await AnswersAsync(client, 40);
        Assert.Equal(replicas.Order(), before.Keys.Order());

        Posix.Signal(replicas[0], Posix.Kill);
        // Whoever was sent to the dead one may see one error; then the other answers for both.
        await Eventually.Holds(async () => (await AnswersAsync(client, 10)).Keys.All(pid => pid == replicas[1]), () => host.Said);
        await Eventually.Holds(async () => await host.ResourceAsync("portal-0") is { Health: "Healthy", Restarts: 1 });
        var anew = (await host.ResourceAsync("portal-0")).Pid!.Value;
        await Eventually.Holds(async () => (await AnswersAsync(client, 20)).Keys.Order().SequenceEqual(new[] { anew, replicas[1] }.Order()));
    }

    // How often each process answered; 0 stands for an answer that was none.
    private static async Task<ConcurrentDictionary<int, int>> AnswersAsync(HttpClient client, int requests)
    {
        var answers = new ConcurrentDictionary<int, int>();
        for (var i = 0; i < requests; i++)
        {
            using var answer = await client.GetAsync(new Uri("process", UriKind.Relative), Ct);
            answers.AddOrUpdate(answer.StatusCode == HttpStatusCode.OK ? int.Parse(await answer.Content.ReadAsStringAsync(Ct), CultureInfo.InvariantCulture) : 0, 1, (_, count) => count + 1);
        }
        return answers;
    }
}
