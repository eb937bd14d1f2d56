namespace Ronghe.Gateway.Tests.Running;

/// <summary>One gateway before one backend that stands for every service.</summary>
public abstract class GatewayTest(params (string Key, string Value)[] settings) : IAsyncLifetime
{
    private static readonly string[] Services = ["identity", "learning", "assessment", "welfare", "power-items", "situation", "webhooks", "portal"];

    protected TokenIssuer Issuer { get; private set; } = null!;
    protected Backend Backend { get; private set; } = null!;
    protected GatewayHost Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Issuer = await TokenIssuer.StartAsync();
        Backend = await Backend.StartAsync();
        Gateway = new GatewayHost(Issuer, [.. Services.Select(service => ($"services:{service}:h2:0", Backend.Address)), .. settings]);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Gateway.DisposeAsync();
        await Backend.DisposeAsync();
        await Issuer.DisposeAsync();
    }
}
