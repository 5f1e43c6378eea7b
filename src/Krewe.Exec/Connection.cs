using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using Krewe.Exec.Protocol;

namespace Krewe.Exec;

/// <summary>Sends events to one engine on a thread of its own, many to a write when they come fast.</summary>
internal sealed class Connection
{
    private readonly Socket _socket;
    private readonly BlockingCollection<ExecEvent> _queue = [];

    public Connection(Socket socket)
    {
        _socket = socket;
        new Thread(Write) { IsBackground = true, Name = "send" }.Start();
    }

    public void Send(ExecEvent e)
    {
        try
        {
            _queue.TryAdd(e);
        }
        catch (InvalidOperationException)
        {
            // Closed meanwhile by its own thread: an engine may die at any moment, and no step must die with it.
        }
    }

    public void Close()
    {
        _queue.CompleteAdding();
        _socket.Dispose();
    }

    private void Write()
    {
        using var buffer = new MemoryStream();
        try
        {
            foreach (var first in _queue.GetConsumingEnumerable())
            {
                buffer.SetLength(0);
                var e = first;
                do
                {
                    JsonSerializer.Serialize(buffer, e, ExecJson.Default.ExecEvent);
                    buffer.WriteByte((byte)'\n');
                }
                while (buffer.Length < 64 * 1024 && _queue.TryTake(out e!));
                var rest = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
                while (rest.Length > 0)
                    rest = rest[_socket.Send(rest)..];
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The engine has gone: it asks again for what it needs when it comes back.
        }
    }
}
