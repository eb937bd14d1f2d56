using System.Net;
using System.Net.Sockets;

namespace Ronghe.Webhooks.Targets;

/// <summary>
/// Where webhooks may go: public addresses, and the networks of <c>Webhooks:AllowedNetworks</c> (none by default). The special-purpose
/// registries of IANA (RFC 6890 and its updates) say what is not public.
/// </summary>
internal sealed class TargetRules(IConfiguration configuration)
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Within 2000::/3, which alone is given out: Teredo and other protocol assignments, documentation, 6to4.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    private static readonly IPNetwork GivenOut = IPNetwork.Parse("2000::/3");
    private static readonly string[] NamesInside = [".localhost", ".local", ".internal", ".lan", ".home.arpa"];
    private readonly IPNetwork[] allowed = [.. (configuration.GetSection("Webhooks:AllowedNetworks").Get<string[]>() ?? []).Select(text => IPNetwork.Parse(text))];

    /// <summary>Whether a connection may be made. An IPv4 address in IPv6 clothing is judged as what it is.</summary>
    internal bool MayConnect(IPAddress address)
    {
        var bare = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IsAllowed(bare) || (bare.AddressFamily == AddressFamily.InterNetwork || GivenOut.Contains(bare)) && !Array.Exists(NotPublic, network => network.Contains(bare));
    }

    /// <summary>Without TLS only into networks that were allowed by name.</summary>
    internal bool MayConnectInClear(IPAddress address) => IsAllowed(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    /// <summary>Null when the address can be a target; else what is wrong, Chinese and English. Names are resolved when sending.</summary>
    internal (string Chinese, string English)? Fault(string? target)
    {
        if (target is null || target.Length > 2000 || !Uri.TryCreate(target, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
            return ("请填写 https 地址，最长 2000 个字符。", "An https address of at most 2000 characters.");
        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0) return ("地址里不能带用户名、密码或 # 片段。", "No user name, password or fragment in the address.");
        if (IPAddress.TryParse(uri.IdnHost.Trim('[', ']'), out var address))
        {
            if (!MayConnect(address)) return ("不能发往内网或保留地址，除非系统管理员已放行该网段。", "Not into private or reserved networks, unless operations allowed that network.");
            if (uri.Scheme == "http" && !MayConnectInClear(address)) return ("请使用 https。", "Use https.");
            return null;
        }

        if (uri.Scheme == "http" && allowed.Length == 0) return ("请使用 https。", "Use https.");
        var host = uri.IdnHost.TrimEnd('.').ToLowerInvariant();
        return allowed.Length == 0 && (!host.Contains('.', StringComparison.Ordinal) || Array.Exists(NamesInside, name => host.EndsWith(name, StringComparison.Ordinal)))
            ? ("这是内部名称，请填写公网域名。", "That is a name inside a network; use a public one.") : null;
    }

    private bool IsAllowed(IPAddress address) => Array.Exists(allowed, network => network.Contains(address));
}
