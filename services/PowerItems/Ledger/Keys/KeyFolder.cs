using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Security;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.PowerItems.Ledger.Keys;

/// <summary>
/// The ledger's private keys: PEM files in a folder outside the database, read in the order of their names; the last one signs.
/// A new file is a new key, which the one before it endorses. All replicas need the same folder.
/// </summary>
internal static class KeyFolder
{
    private const string FirstFile = "ledger-0001.pem";

    /// <summary>The keys, oldest first. An empty folder gets its first key, of the algorithm that <c>Ledger:Algorithm</c> names (ES256).</summary>
    internal static IReadOnlyList<ILedgerKey> Open(IConfiguration configuration)
    {
        if (configuration["Ledger:KeyFolder"] is not { Length: > 0 } folder) throw new SeedException("Ledger__KeyFolder", 0, "(setting)", "names no folder for the ledger's keys");
        Directory.CreateDirectory(folder);
        if (!Directory.EnumerateFiles(folder, "*.pem").Any()) WriteFirst(folder, configuration["Ledger:Algorithm"] ?? EcdsaKey.Name);
        return [.. Directory.GetFiles(folder, "*.pem").Order(StringComparer.Ordinal).Select(Read)];
    }

    internal static string NewPem(string algorithm) => algorithm switch
    {
        EcdsaKey.Name => NewEcdsa(),
        Sm2Key.Name => NewSm2(),
        _ => throw new SeedException("Ledger__Algorithm", 0, "(setting)", $"'{algorithm}' is neither {EcdsaKey.Name} nor {Sm2Key.Name}"),
    };

    // Two replicas may start on an empty folder at once: the file appears whole, and only one of them makes it.
    private static void WriteFirst(string folder, string algorithm)
    {
        var draft = Path.Combine(folder, Path.GetRandomFileName());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(NewPem(algorithm)));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, Path.Combine(folder, FirstFile), overwrite: false);
        }
        catch (IOException) when (File.Exists(Path.Combine(folder, FirstFile)))
        {
            File.Delete(draft);
        }
    }

    private static ILedgerKey Read(string path)
    {
        using var text = File.OpenText(path);
        var key = new PemReader(text).ReadObject() switch
        {
            AsymmetricCipherKeyPair pair => pair.Private as ECPrivateKeyParameters,
            ECPrivateKeyParameters alone => alone,
            _ => null,
        };
        if (key?.PublicKeyParamSet?.Equals(GMObjectIdentifiers.sm2p256v1) == true) return new Sm2Key(key);
        if (key?.Parameters.N.BitLength != 256) throw new SeedException(path, 0, "(document)", "is no private key on P-256 or sm2p256v1");
        var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(File.ReadAllText(path));
        return new EcdsaKey(ecdsa);
    }

    private static string NewEcdsa()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static string NewSm2()
    {
        var generator = new ECKeyPairGenerator();
        generator.Init(new ECKeyGenerationParameters(GMObjectIdentifiers.sm2p256v1, new SecureRandom()));
        using var text = new StringWriter();
        using var pem = new PemWriter(text);
        pem.WriteObject(new Pkcs8Generator(generator.GenerateKeyPair().Private));
        pem.Writer.Flush();
        return text.ToString();
    }
}
