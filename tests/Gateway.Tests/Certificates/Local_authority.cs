using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Ronghe.Gateway.Certificates;
using Ronghe.Gateway.Tests.Running;

namespace Ronghe.Gateway.Tests.Certificates;

public sealed class Local_authority : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("ronghe-tls-").FullName, "tls");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public async Task A_phone_that_knows_the_authority_reaches_the_gateway_over_TLS_and_HTTP_2_also_after_a_restart()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        await using var backend = await Backend.StartAsync();
        using var taken = new TcpListener(IPAddress.IPv6Any, 0);
        taken.Server.DualMode = true;
        taken.Start();
        string? authority = null;
        for (var start = 0; start < 2; start++)
        {
            await using var gateway = await GatewayProcess.StartAsync(issuer, backend, _folder, start == 0 ? 0 : ((IPEndPoint)taken.LocalEndpoint).Port);
            var installed = Path.Combine(_folder, "ca.crt");
            authority ??= await File.ReadAllTextAsync(installed);
            Assert.Equal(authority, await File.ReadAllTextAsync(installed));
            foreach (var host in new[] { "localhost", "127.0.0.1" })
            {
                using var phone = Phone(installed, host);
                using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{host}:{gateway.Port}/api/v1/learning/lessons") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
                request.Headers.Authorization = new("Bearer", issuer.Person());
                using var answer = await phone.SendAsync(request);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.True(answer.Headers.Contains("Strict-Transport-Security"));
                Assert.Equal("https", (await answer.Json())["headers"]!["X-Forwarded-Proto"]!.GetValue<string>());
            }

            using var stranger = new HttpClient();
            await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync(new Uri($"https://localhost:{gateway.Port}/health")));
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "ca.key")));
        Assert.DoesNotContain("PRIVATE", await File.ReadAllTextAsync(Path.Combine(_folder, "ca.crt")), StringComparison.Ordinal);
        Assert.Equal(["ca.crt", "ca.key"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_certificate_is_renewed_a_month_before_its_end_and_the_authority_stays()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var certificate = new ServerCertificate(_folder, ["ronghe.example.cn"], clock, NullLogger<ServerCertificate>.Instance);
        var first = certificate.Current;
        Assert.Same(first, certificate.Renew());
        Assert.True(first.MatchesHostname("ronghe.example.cn"));
        Assert.True(first.NotAfter - first.NotBefore < TimeSpan.FromDays(398), "Phones refuse longer ones.");
        var authority = File.ReadAllText(Path.Combine(_folder, "ca.crt"));

        clock.Advance(TimeSpan.FromDays(59));
        Assert.Same(first, certificate.Renew());
        clock.Advance(TimeSpan.FromDays(2));
        var second = certificate.Renew();
        Assert.NotEqual(first.SerialNumber, second.SerialNumber);
        using var again = new ServerCertificate(_folder, [], clock, NullLogger<ServerCertificate>.Instance);
        Assert.Equal(authority, File.ReadAllText(Path.Combine(_folder, "ca.crt")));

        clock.Advance(TimeSpan.FromDays(3600));
        using var late = new ServerCertificate(_folder, [], clock, NullLogger<ServerCertificate>.Instance);
        Assert.NotEqual(authority, File.ReadAllText(Path.Combine(_folder, "ca.crt")));
    }

    [Fact]
    public void A_broken_authority_is_named_and_not_replaced()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "ca.key"), "not a key");
        var failure = Assert.Throws<InvalidOperationException>(() => LocalAuthority.ReadOrMake(_folder, TimeProvider.System));
        Assert.Contains("ca.key", failure.Message, StringComparison.Ordinal);
        Assert.Equal("not a key", File.ReadAllText(Path.Combine(_folder, "ca.key")));
    }

    private static HttpClient Phone(string authority, string host)
    {
        var trust = GatewayProcess.Trusting(authority);
        trust.TargetHost = host;
        return new(new SocketsHttpHandler { SslOptions = trust });
    }
}
