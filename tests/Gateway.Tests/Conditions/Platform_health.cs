using System.Net;
using Ronghe.Gateway.Tests.Running;
using Ronghe.Testing;

namespace Ronghe.Gateway.Tests.Conditions;

public sealed class Platform_health : GatewayTest
{
    [Fact]
    public async Task It_names_every_service_with_its_own_word_and_is_503_when_one_is_gone()
    {
        using var client = Gateway.Client();
        using (var answer = await client.GetAsync(Answers.At("/health/all")))
        {
            var report = await answer.Json();
            Assert.Equal((HttpStatusCode.OK, "Healthy"), (answer.StatusCode, report["status"]!.GetValue<string>()));
            Assert.Equal(8, report["services"]!.AsArray().Count);
        }

        Backend.HealthStatus = 503;
        await Eventually.True(async () =>
        {
            using var answer = await client.GetAsync(Answers.At("/health/all"));
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable && (await answer.Json())["services"]!.AsArray().All(service => service!["status"]!.GetValue<string>() == "Unhealthy");
        }, "every service is said to be unhealthy");
    }

    [Fact]
    public async Task The_gateways_own_health_does_not_hang_on_theirs()
    {
        Backend.HealthStatus = 503;
        using var client = Gateway.Client();
        using var answer = await client.GetAsync(Answers.At("/health"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
