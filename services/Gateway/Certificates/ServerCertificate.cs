using System.Security.Cryptography.X509Certificates;

namespace Ronghe.Gateway.Certificates;

/// <summary>The certificate that is shown now: renewed 30 days before its end, or when the machine got another name or address.</summary>
internal sealed class ServerCertificate(string folder, IEnumerable<string> furtherNames, TimeProvider clock, ILogger<ServerCertificate> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);
    private readonly string[] _further = [.. furtherNames];
    private readonly LocalAuthority _authority = LocalAuthority.ReadOrMake(folder, clock);
    private ServedNames? _names;
    private volatile X509Certificate2? _current;

    internal string AuthorityPath => _authority.Path;

    internal X509Certificate2 Current => _current ?? Renew();

    internal X509Certificate2 Renew()
    {
        var names = ServedNames.OfThisMachine(_further);
        if (_current is { } current && _names is { } known && known.IsLike(names)
            && current.NotAfter.ToUniversalTime() - RenewBefore > clock.GetUtcNow().UtcDateTime) return current;
        // The one before may still be in a handshake: it is left to the collector.
        _names = names;
        return _current = _authority.Issue(names, clock);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (Current != Renew()) log.LogInformation("The gateway shows a new certificate until {End:d}", Current.NotAfter);
        }
    }
}
