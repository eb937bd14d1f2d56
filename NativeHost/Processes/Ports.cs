using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Ronghe.NativeHost.Processes;

internal static class Ports
{
    // Below the range from which the kernel serves outgoing connections: nobody takes one between our look and our use of it.
    private const int First = 20000, Last = 32000;
    private static readonly HashSet<int> Given = [];

    /// <summary>A loopback port that nobody listens on and that this process has not given out before.</summary>
    internal static int Free()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            lock (Given)
            {
                if (IsFree(port) && Given.Add(port)) return port;
            }
        }
    }

    internal static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
