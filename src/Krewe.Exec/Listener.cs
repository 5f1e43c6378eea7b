using System.Net.Sockets;
using Krewe.Exec.Steps;

namespace Krewe.Exec;

/// <summary>Accepts engines.</summary>
internal sealed class Listener(Socket socket, Action<Socket> accepted) : IReady
{
    public void OnReady(int fd)
    {
        if (socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
            accepted(socket.Accept());
    }
}
