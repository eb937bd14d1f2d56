using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Ronghe.Testing;

namespace Ronghe.Gateway.Tests.Running;

/// <summary>The gateway as a process of its own, with HTTPS under a local CA in a folder.</summary>
internal sealed partial class GatewayProcess : IAsyncDisposable
{
    private readonly Process _process;

    private GatewayProcess(Process process, int port) => (_process, Port) = (process, port);

    internal int Port { get; }

    internal static async Task<GatewayProcess> StartAsync(TokenIssuer issuer, Backend backend, string folder, int port = 0)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Checkout.Root, "artifacts", "bin", "Gateway", configuration, "Gateway.dll")])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["Identity__Issuer"] = TokenIssuer.Name,
                ["Identity__Keys"] = issuer.Keys,
                ["services__learning__h2__0"] = backend.Address,
                ["Gateway__Https__Folder"] = folder,
                ["Gateway__Https__Port"] = port.ToString(CultureInfo.InvariantCulture),
                ["Gateway__Https__Names__0"] = "ronghe.example.cn"
            }
        };
        var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (Announced().Match(line) is not { Success: true } match) continue;
            Assert.Contains(Path.Combine(folder, "ca.crt"), line, StringComparison.Ordinal);
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return new GatewayProcess(process, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        }

        throw new InvalidOperationException("The gateway ended without an HTTPS address.");
    }

    /// <summary>A client that trusts this authority and no other.</summary>
    internal static SslClientAuthenticationOptions Trusting(string authority, params SslApplicationProtocol[] protocols) => new()
    {
        TargetHost = "localhost",
        ApplicationProtocols = protocols.Length > 0 ? [.. protocols] : null,
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(authority) },
            RevocationMode = X509RevocationMode.NoCheck
        }
    };

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"HTTPS for phones on the network: https://[^:]+:(\d+)")]
    private static partial Regex Announced();
}
