using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Krewe.Api;

/// <summary>Keeps what the system takes for a client short of what it can send.</summary>
/// <remarks>
/// A stream goes on when its last message is taken, and tells then what has become of a run since. But the system takes megabytes
/// for a client that reads nothing, each message of which was made for nobody. Linux can be told to take only so much that it has
/// not sent yet; what is on its way does not count, so that long and fast connections lose nothing. Elsewhere all stays as it is.
/// </remarks>
internal static class SendQueues
{
    /// <summary>Bytes that wait for a client at most, beside those on their way.</summary>
    public const int MostUnsent = 128 * 1024;

    private const int Tcp = 6;
    private const int NotSentLowWaterMark = 25;

    public static void Bound(SocketTransportOptions options) => options.CreateBoundListenSocket = Listen;

    private static Socket Listen(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        if (OperatingSystem.IsLinux() && endpoint is IPEndPoint)
        {
            try
            {
                // Connections take it over from the socket that accepts them.
                socket.SetRawSocketOption(Tcp, NotSentLowWaterMark, BitConverter.GetBytes(MostUnsent));
            }
            catch (SocketException)
            {
                // Kernels and sandboxes that lack the option work without it.
            }
        }

        return socket;
    }
}
