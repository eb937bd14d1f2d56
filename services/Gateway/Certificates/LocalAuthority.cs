using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ronghe.Gateway.Certificates;

/// <summary>
/// A certificate authority of this installation, for phones on the network: they are given <c>ca.crt</c> once. Its key stays in the
/// folder, readable by its owner alone.
/// </summary>
internal sealed class LocalAuthority
{
    private const string Subject = "CN=Ronghe local CA";
    private static readonly TimeSpan Life = TimeSpan.FromDays(3650);
    private static readonly TimeSpan LeafLife = TimeSpan.FromDays(90);
    private readonly X509Certificate2 _certificate;

    private LocalAuthority(X509Certificate2 certificate, string path) => (_certificate, Path) = (certificate, path);

    /// <summary>The certificate to install on a phone.</summary>
    internal string Path { get; }

    /// <summary>Reads the authority of the folder, or makes one when there is none or when it ends before the next leaf would.</summary>
    internal static LocalAuthority ReadOrMake(string folder, TimeProvider clock)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = System.IO.Path.Combine(folder, "ca.crt");
        var secret = System.IO.Path.Combine(folder, "ca.key");
        if (!File.Exists(secret)) Keep(secret, Make(clock), overwrite: false);
        var certificate = Read(secret);
        if (certificate.NotAfter.ToUniversalTime() < (clock.GetUtcNow() + LeafLife).UtcDateTime)
        {
            Keep(secret, Make(clock), overwrite: true);
            certificate = Read(secret);
        }

        File.WriteAllText(path, certificate.ExportCertificatePem() + "\n");
        return new LocalAuthority(certificate, path);
    }

    /// <summary>A new key and certificate for these names and addresses, for 90 days.</summary>
    internal X509Certificate2 Issue(ServedNames names, TimeProvider clock)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Ronghe", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Hosts) alternatives.AddDnsName(name);
        foreach (var address in names.Addresses) alternatives.AddIpAddress(address);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));
        var now = clock.GetUtcNow();
        using var issued = request.Create(_certificate, now.AddDays(-1), now + LeafLife, RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(key);
    }

    private static X509Certificate2 Make(TimeProvider clock)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = clock.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now + Life);
    }

    // Never half a file, and never readable for others, not even for a moment. The replica that comes second uses the first one's.
    private static void Keep(string secret, X509Certificate2 authority, bool overwrite)
    {
        using var key = authority.GetECDsaPrivateKey()!;
        var own = $"{secret}.{Environment.ProcessId}.{Guid.CreateVersion7():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(own, options))
        using (var writer = new StreamWriter(file)) writer.Write($"{authority.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        try
        {
            File.Move(own, secret, overwrite);
        }
        catch (IOException) when (!overwrite && File.Exists(secret))
        {
            File.Delete(own);
        }

        authority.Dispose();
    }

    private static X509Certificate2 Read(string secret)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(secret);
        }
        catch (CryptographicException broken)
        {
            throw new InvalidOperationException($"{secret} is not a certificate with its key. Restore it, or remove it to get a new authority that every phone has to be given.", broken);
        }
    }
}
