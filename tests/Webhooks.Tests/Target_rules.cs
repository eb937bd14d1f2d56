using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Ronghe.Webhooks.Deliveries;
using Ronghe.Webhooks.Targets;

namespace Ronghe.Webhooks.Tests;

public sealed class Target_rules
{
    private static readonly TargetRules Strict = new(new ConfigurationBuilder().Build());
    private static readonly TargetRules Loopback = new(new ConfigurationBuilder().AddInMemoryCollection([new("Webhooks:AllowedNetworks:0", "127.0.0.0/8")]).Build());

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("https://172.31.0.1/")]
    [InlineData("https://192.168.1.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://100.64.0.1/")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://255.255.255.255/")]
    [InlineData("https://224.0.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f.0.0.1/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[64:ff9b::7f00:1]/")]
    [InlineData("https://[2002:7f00:1::]/")]
    [InlineData("https://[fd00::1]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://[2001:db8::1]/")]
    [InlineData("https://localhost/")]
    [InlineData("https://localhost./")]
    [InlineData("https://db.internal/")]
    [InlineData("https://printer.local/")]
    [InlineData("https://postgres/")]
    [InlineData("http://example.com/")]
    [InlineData("http://8.8.8.8/")]
    [InlineData("https://user@example.com/")]
    [InlineData("https://example.com/#x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.com/")]
    [InlineData("example.com")]
    [InlineData("")]
    [InlineData(null)]
    public void A_target_inside_or_without_TLS_is_refused(string? target) => Assert.NotNull(Strict.Fault(target));

    [Theory]
    [InlineData("https://example.com/hook?x=1")]
    [InlineData("https://8.8.8.8:8443/")]
    [InlineData("https://[2606:4700:4700::1111]/")]
    [InlineData("https://林业.example.cn/")]
    public void A_public_target_is_fine(string target) => Assert.Null(Strict.Fault(target));

    [Fact]
    public void An_allowed_network_is_allowed_and_no_other()
    {
        Assert.Null(Loopback.Fault("http://127.0.0.1:8080/"));
        Assert.NotNull(Loopback.Fault("http://10.0.0.1/"));
        Assert.NotNull(Loopback.Fault("http://8.8.8.8/"));
    }

    [Theory]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    public async Task A_name_that_leads_inside_is_not_even_connected_to(string target)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var targets = new HttpMessageInvoker(TargetConnections.Handler(Strict));
        using var request = new HttpRequestMessage(HttpMethod.Post, string.Format(System.Globalization.CultureInfo.InvariantCulture, target, ((IPEndPoint)listener.LocalEndpoint).Port));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => targets.SendAsync(request, TestContext.Current.CancellationToken));
        Assert.True(failure is TargetRefusedException || failure.InnerException is TargetRefusedException, failure.ToString());
        Assert.False(listener.Pending());
    }

    [Fact]
    public void Retries_back_off_with_jitter_and_end()
    {
        var low = Enumerable.Range(1, 10).Select(attempt => RetrySchedule.PauseAfter(attempt, null, 0)!.Value).ToList();
        var high = Enumerable.Range(1, 10).Select(attempt => RetrySchedule.PauseAfter(attempt, null, 1)!.Value).ToList();
        Assert.Equal(low.Order(), low);
        Assert.All(low.Zip(high), pair => Assert.Equal(1.5, pair.Second / pair.First, 3));
        Assert.Null(RetrySchedule.PauseAfter(RetrySchedule.Most, null, 0.5));
        Assert.Equal(TimeSpan.FromMinutes(7), RetrySchedule.PauseAfter(1, TimeSpan.FromMinutes(7), 0.5));
        Assert.Equal(TimeSpan.FromDays(1), RetrySchedule.PauseAfter(1, TimeSpan.FromDays(30), 0.5));
    }
}
