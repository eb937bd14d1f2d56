using System.Globalization;
using System.Net;
using Ronghe.Gateway.Tests.Running;
using Ronghe.NativeHost.Servers;

namespace Ronghe.Gateway.Tests.Limits;

public sealed class Rate_limits : IAsyncLifetime
{
    private static readonly Uri Lessons = Answers.At("/api/v1/learning/lessons");
    private readonly string _folder = Directory.CreateTempSubdirectory("ronghe-gateway-").FullName;
    private TokenIssuer _issuer = null!;
    private Backend _backend = null!;
    private RedisServer _redis = null!;
    private bool _redisIsGone;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _backend = await Backend.StartAsync();
        _redis = await RedisServer.StartAsync(_folder);
    }

    public async ValueTask DisposeAsync()
    {
        await StopRedis();
        await _backend.DisposeAsync();
        await _issuer.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_person_over_the_limit_is_429_with_Retry_After_and_others_are_not()
    {
        await using var gateway = Gateway(user: 5, client: 3);
        using var person = gateway.Client(_issuer.Person());
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.OK, await Status(person));
        using var refused = await person.GetAsync(Lessons);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.Equal("too-many-requests", await refused.Problem());

        using var other = gateway.Client(_issuer.Person());
        Assert.Equal(HttpStatusCode.OK, await Status(other));
    }

    [Fact]
    public async Task A_client_system_has_a_limit_of_its_own()
    {
        await using var gateway = Gateway(user: 100, client: 3);
        using var first = gateway.Client(_issuer.Client("subsidiary-b01"));
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, await Status(first));
        using var newToken = gateway.Client(_issuer.Client("subsidiary-b01"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await Status(newToken));
        using var other = gateway.Client(_issuer.Client("subsidiary-b02"));
        Assert.Equal(HttpStatusCode.OK, await Status(other));
    }

    [Fact]
    public async Task The_window_ends_when_Retry_After_says()
    {
        await using var gateway = Gateway(user: 2, client: 3, window: "00:00:02");
        using var person = gateway.Client(_issuer.Person());
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.OK, await Status(person));
        using var refused = await person.GetAsync(Lessons);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        await Task.Delay(refused.Headers.RetryAfter!.Delta!.Value);
        Assert.Equal(HttpStatusCode.OK, await Status(person));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(1000)]
    public async Task Two_gateways_share_a_limit_within_one_percent(int limit)
    {
        await using var one = Gateway(user: limit, client: 3, replicas: 2);
        await using var two = Gateway(user: limit, client: 3, replicas: 2);
        var token = _issuer.Person();
        using var first = one.Client(token);
        using var second = two.Client(token);
        var left = limit * 2;
        var admitted = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async worker =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                if (await Status(worker % 3 == 0 ? second : first) == HttpStatusCode.OK) Interlocked.Increment(ref admitted);
        }));
        Assert.InRange(admitted, (int)(limit * 0.99), limit);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(400)]
    public async Task Without_Redis_each_gateway_limits_at_its_share(int limit)
    {
        await using var gateway = Gateway(user: limit, client: 3, replicas: 2);
        using var person = gateway.Client(_issuer.Person());
        Assert.Equal(HttpStatusCode.OK, await Status(person));
        await StopRedis();
        using var other = gateway.Client(_issuer.Person());
        var admitted = 0;
        for (var i = 0; i < limit; i++)
            if (await Status(other) == HttpStatusCode.OK) admitted++;
        Assert.Equal(limit / 2, admitted);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(1000)]
    public async Task Redis_killed_in_the_middle_leaves_each_of_two_gateways_its_share_and_no_more(int limit)
    {
        await using var one = Gateway(user: limit, client: 3, replicas: 2);
        await using var two = Gateway(user: limit, client: 3, replicas: 2);
        var token = _issuer.Person();
        using var first = one.Client(token);
        using var second = two.Client(token);
        var before = 0;
        for (var i = 0; i < limit / 4; i++)
            if (await Status(i % 2 == 0 ? first : second) == HttpStatusCode.OK) before++;
        Assert.Equal(limit / 4, before);

        await _redis.Kill9Async();
        var after = 0;
        for (var i = 0; i < limit * 2; i++)
            if (await Status(i % 2 == 0 ? first : second) == HttpStatusCode.OK) after++;
        Assert.Equal(limit, before + after);

        await _redis.StartAgainAsync();
        using var other = one.Client(_issuer.Person());
        await Ronghe.Testing.Eventually.Holds(async () => Assert.Equal(HttpStatusCode.OK, await Status(other)));
    }

    [Fact]
    public async Task Sign_in_is_limited_per_address()
    {
        await using var gateway = Gateway(user: 1, client: 1, settings: ("RateLimits:Policies:sign-in:Address", "4"));
        using var client = gateway.Client();
        var answers = new List<int>();
        for (var i = 0; i < 6; i++) using (var answer = await client.PostAsync(Answers.At("/connect/token"), null)) answers.Add((int)answer.StatusCode);
        Assert.Equal([200, 200, 200, 200, 429, 429], answers);
        using var page = await client.GetAsync(Answers.At("/desk"));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    private GatewayHost Gateway(int user, int client, int replicas = 1, string window = "00:00:30", params (string, string)[] settings) => new(_issuer,
    [
        ("ConnectionStrings:cache", _redis.ConnectionString),
        ("services:learning:h2:0", _backend.Address), ("services:identity:h2:0", _backend.Address), ("services:portal:h2:0", _backend.Address),
        ("RateLimits:Replicas", replicas.ToString(CultureInfo.InvariantCulture)),
        ("RateLimits:Policies:api:Window", window),
        ("RateLimits:Policies:api:User", user.ToString(CultureInfo.InvariantCulture)),
        ("RateLimits:Policies:api:Client", client.ToString(CultureInfo.InvariantCulture)),
        .. settings
    ]);

    private static async Task<HttpStatusCode> Status(HttpClient client)
    {
        using var answer = await client.GetAsync(Lessons);
        return answer.StatusCode;
    }

    private async Task StopRedis()
    {
        if (_redisIsGone) return;
        _redisIsGone = true;
        await _redis.DisposeAsync();
    }
}
