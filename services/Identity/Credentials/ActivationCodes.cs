using System.Security.Cryptography;
using System.Text;
using OtpNet;
using Ronghe.Identity.Keys;

namespace Ronghe.Identity.Credentials;

/// <summary>
/// First passwords of people who come by the thousand: 80 random bits each, so that no slow hash is needed, sealed until whoever
/// imported them fetches the list once. Each must be changed at the first sign-in.
/// </summary>
internal sealed class ActivationCodes(KeySeal seal)
{
    private const string Use = "activation";

    internal (string Hash, byte[] Sealed) Make()
    {
        var code = Base32Encoding.ToString(RandomNumberGenerator.GetBytes(10));
        return (Passwords.HashOnce(code), seal.Close(Encoding.ASCII.GetBytes(string.Join('-', code.Chunk(4).Select(part => new string(part)))), Use));
    }

    internal string Open(byte[] closed) => Encoding.ASCII.GetString(seal.Open(closed, Use));
}
