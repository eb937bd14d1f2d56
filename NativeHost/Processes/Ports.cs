using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Ronghe.NativeHost.Processes;

internal static class Ports
{
    // Below the range from which the kernel serves outgoing connections: nobody takes one between our look and our use of it.
    private const int First = 20000, Last = 32000;
    private static readonly Dictionary<int, Socket> Reserved = [];

    /// <summary>A loopback port that nobody listens on and that no platform on this machine has been given.</summary>
    internal static int Free()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            if (TryReserve(port)) return port;
        }
    }

    /// <summary>
    /// Takes the port for this process if nobody has it. Seconds pass until the server that it is for listens; two platforms that
    /// start side by side would meanwhile choose the same one, so a socket with an abstract name says who has it until this process ends.
    /// </summary>
    internal static bool TryReserve(int port)
    {
        lock (Reserved)
        {
            if (!IsFree(port) || Reserved.ContainsKey(port)) return false;
            var name = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                name.Bind(new UnixDomainSocketEndPoint($"\0ronghe-port-{port}"));
                Reserved.Add(port, name);
                return true;
            }
            catch (SocketException)
            {
                name.Dispose();
                return false;
            }
        }
    }

    /// <summary>Gives a port back once what listened on it is gone for good.</summary>
    internal static void Release(int port)
    {
        lock (Reserved)
        {
            if (Reserved.Remove(port, out var name)) name.Dispose();
        }
    }

    /// <summary>Nobody listens on it, on either loopback address.</summary>
    internal static bool IsFree(int port) => IsFree(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || IsFree(IPAddress.IPv6Loopback, port));

    /// <summary>Whether it is this process that listens on the port: another one's answer must not pass for its own.</summary>
    internal static bool IsListenedOnBy(int port, int pid)
    {
        // Lines of /proc/net/tcp: number, local address:port, remote, state (0A = listening), …, the tenth field is the socket's inode.
        var inodes = ((string[])["/proc/net/tcp", "/proc/net/tcp6"]).Where(File.Exists).SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[3] == "0A" && fields[1].EndsWith($":{port:X4}", StringComparison.Ordinal))
            .Select(fields => $"socket:[{fields[9]}]").ToHashSet();
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd").Any(file => new FileInfo(file).LinkTarget is { } target && inodes.Contains(target));
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
        {
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
