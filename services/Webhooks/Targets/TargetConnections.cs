using System.Net;
using System.Net.Sockets;

namespace Ronghe.Webhooks.Targets;

/// <summary>The name leads to no address that may be called.</summary>
internal sealed class TargetRefusedException(string message) : Exception(message);

/// <summary>
/// Connections to targets: the name is resolved, its addresses are checked, and the connection goes to a checked address, so that a
/// name cannot mean one thing when it is checked and another when it is called. No proxy, no redirects, no cookies.
/// </summary>
internal static class TargetConnections
{
    internal static void AddTargets(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TargetRules>();
        builder.Services.AddSingleton(services => new HttpMessageInvoker(Handler(services.GetRequiredService<TargetRules>())));
    }

    internal static SocketsHttpHandler Handler(TargetRules rules) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxResponseHeadersLength = 16,
        MaxConnectionsPerServer = 8,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, ct) => Connect(rules, context, ct),
    };

    private static async ValueTask<Stream> Connect(TargetRules rules, SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await Dns.GetHostAddressesAsync(host, ct);
        var clear = context.InitialRequestMessage.RequestUri!.Scheme == "http";
        var fit = Array.FindAll(addresses, address => rules.MayConnect(address) && (!clear || rules.MayConnectInClear(address)));
        // One bad address among good ones is a name that somebody plays with.
        if (fit.Length == 0 || fit.Length < addresses.Length) throw new TargetRefusedException($"{host} leads to an address that may not be called.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(fit, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
