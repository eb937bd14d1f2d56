using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Ronghe.Identity.Clients;

/// <summary>Key pair of a demo client. The private half lies in a file that its owner alone reads; the server keeps the public half.</summary>
internal static class DemoKey
{
    internal static JsonWebKey ReadOrMake(string folder, string name)
    {
        var file = Path.Combine(folder, name + ".pem");
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(file)) pair.ImportFromPem(File.ReadAllText(file));
        else Write(file, pair.ExportPkcs8PrivateKeyPem());

        var key = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(pair.ExportParameters(false))));
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        key.Use = JsonWebKeyUseNames.Sig;
        key.Alg = SecurityAlgorithms.EcdsaSha256;
        return key;
    }

    private static void Write(string file, string pem)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, options);
        writer.WriteLine(pem);
    }
}
