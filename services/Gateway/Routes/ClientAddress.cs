using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Ronghe.Gateway.Routes;

/// <summary>A client's address as text, and the part of it that limits count: one IPv6 network is one client.</summary>
internal sealed record ClientAddress(string Text, string Limited)
{
    private static readonly ClientAddress Unknown = new("unknown", "unknown");

    // Kept with the connection: many requests come over one.
    internal static ClientAddress Of(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address) return Unknown;
        if (http.Features.Get<IConnectionItemsFeature>()?.Items is not { } items) return Of(address);
        lock (items)
        {
            if (items.TryGetValue(address, out var known)) return (ClientAddress)known!;
            var made = Of(address);
            items[address] = made;
            return made;
        }
    }

    internal static ClientAddress Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var text = address.ToString();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return new(text, text);
        Span<byte> network = stackalloc byte[16];
        address.TryWriteBytes(network, out _);
        network[8..].Clear();
        return new(text, $"{new IPAddress(network)}/64");
    }
}
