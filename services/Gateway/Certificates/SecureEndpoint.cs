using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Ronghe.Gateway.Certificates;

/// <summary>
/// HTTPS for phones on the network, when <c>Gateway:Https:Folder</c> says where the local authority lives: on
/// <c>Gateway:Https:Port</c> of every address, or on a free port when that one is taken. <c>Gateway:Https:Names</c> lists further names.
/// </summary>
internal static class SecureEndpoint
{
    private const int DefaultPort = 8443;

    internal static void AddSecureEndpoint(this WebApplicationBuilder builder)
    {
        if (builder.Configuration["Gateway:Https:Folder"] is not { Length: > 0 } folder) return;
        var names = builder.Configuration.GetSection("Gateway:Https:Names").Get<string[]>() ?? [];
        builder.Services.AddSingleton(services => new ServerCertificate(
            folder, names, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<ServerCertificate>>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<ServerCertificate>());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            var certificate = kestrel.ApplicationServices.GetRequiredService<ServerCertificate>();
            kestrel.ConfigureHttpsDefaults(https =>
            {
                https.ServerCertificateSelector = (_, _) => certificate.Current;
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            });
        });
        var plain = builder.Configuration[WebHostDefaults.ServerUrlsKey] ?? "http://127.0.0.1:8080";
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, $"{plain};https://[::]:{FreeOr(builder.Configuration.GetValue("Gateway:Https:Port", DefaultPort))}");
    }

    internal static void AnnounceSecureEndpoint(this WebApplication app)
    {
        if (app.Services.GetService<ServerCertificate>() is not { } certificate) return;
        app.Lifetime.ApplicationStarted.Register(() => app.Logger.LogInformation(
            "HTTPS for phones on the network: {Address}, under the local CA in {Path}: install that file on the phone once",
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(address => address.StartsWith("https:", StringComparison.Ordinal))
                .Replace("[::]", Dns.GetHostName(), StringComparison.Ordinal),
            certificate.AuthorityPath));
    }

    private static int FreeOr(int wanted)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.IPv6Any, wanted) { ExclusiveAddressUse = true };
            probe.Server.DualMode = true;
            probe.Start();
            return wanted;
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
