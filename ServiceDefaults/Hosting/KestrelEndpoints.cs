using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace Ronghe.ServiceDefaults;

/// <summary>
/// A cleartext endpoint speaks either HTTP/1.1 or HTTP/2. Beside the addresses of ASPNETCORE_URLS a service listens on
/// <c>H2_PORT</c> for the gateway's HTTP/2 traffic.
/// </summary>
internal static class KestrelEndpoints
{
    internal static void ListenAsConfigured(this KestrelServerOptions kestrel, IConfiguration configuration)
    {
        kestrel.AddServerHeader = false;
        if (!int.TryParse(configuration["H2_PORT"], out var port)) return;
        var addresses = (configuration["URLS"] ?? configuration["ASPNETCORE_URLS"] ?? "http://127.0.0.1:0")
            .Split(';', StringSplitOptions.RemoveEmptyEntries).Select(url => BindingAddress.Parse(url)).ToList();
        // Endpoints listed in code replace those of ASPNETCORE_URLS, so they are listed again.
        foreach (var address in addresses) Listen(kestrel, address.Host, address.Port, HttpProtocols.Http1);
        Listen(kestrel, addresses[0].Host, port, HttpProtocols.Http2);
    }

    private static void Listen(KestrelServerOptions kestrel, string host, int port, HttpProtocols protocols)
    {
        void Set(ListenOptions options) => options.Protocols = protocols;
        if (host == "localhost") kestrel.ListenLocalhost(port, Set);
        else if (IPAddress.TryParse(host.Trim('[', ']'), out var address)) kestrel.Listen(address, port, Set);
        else kestrel.ListenAnyIP(port, Set);
    }
}
