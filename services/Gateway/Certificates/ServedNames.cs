using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Ronghe.Gateway.Certificates;

/// <summary>What a phone may call this machine.</summary>
internal sealed record ServedNames(IReadOnlyList<string> Hosts, IReadOnlyList<IPAddress> Addresses)
{
    /// <param name="further">Names from configuration, such as that of a load balancer.</param>
    internal static ServedNames OfThisMachine(IEnumerable<string> further)
    {
        var host = Dns.GetHostName().ToLowerInvariant();
        string[] hosts = ["localhost", host, .. host.Contains('.', StringComparison.Ordinal) ? (string[])[] : [host + ".local"], .. further];
        var addresses = NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up || network.NetworkInterfaceType == NetworkInterfaceType.Loopback)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => !address.IsIPv6LinkLocal)
            .Concat([IPAddress.Loopback, IPAddress.IPv6Loopback]);
        return new(
            [.. hosts.Where(name => Uri.CheckHostName(name) == UriHostNameType.Dns).Distinct().Order(StringComparer.Ordinal)],
            [.. addresses.Distinct().OrderBy(address => address.AddressFamily == AddressFamily.InterNetworkV6).ThenBy(address => address.ToString(), StringComparer.Ordinal)]);
    }

    internal bool IsLike(ServedNames other) => Hosts.SequenceEqual(other.Hosts) && Addresses.SequenceEqual(other.Addresses);
}
