using System.Security.Cryptography;
using System.Text;

namespace Ronghe.NativeHost.Servers;

internal static class DataFolder
{
    private const UnixFileMode OthersMayPass = UnixFileMode.OtherExecute;

    /// <summary>
    /// The folder itself when the account can reach it; else one of its own below /var/tmp (a checkout in /root, for one, is closed
    /// to every other account). A null account is the user's own and reaches all.
    /// </summary>
    internal static string ReachableBy(string? account, string folder)
    {
        folder = Path.GetFullPath(folder);
        if (account is null || Parents(folder).All(parent => File.GetUnixFileMode(parent).HasFlag(OthersMayPass))) return folder;

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16];
        return Path.Combine("/var/tmp", $"ronghe-{name}");
    }

    private static IEnumerable<string> Parents(string folder)
    {
        for (var parent = Path.GetDirectoryName(folder); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            if (Directory.Exists(parent)) yield return parent;
        }
    }
}
