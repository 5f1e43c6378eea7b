using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;
using Krewe.Exec.Protocol;

namespace Krewe.Executors.Process.Supervision;

/// <summary>One connection; requests are written by one task, many at a time when they come fast.</summary>
internal sealed class SupervisorLink : IDisposable
{
    private const int MostLater = 64;
    private readonly Channel<ExecRequest> _requests = Channel.CreateUnbounded<ExecRequest>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentQueue<ExecRequest> _later = new();
    private readonly Socket _socket;

    public SupervisorLink(Socket socket, ExecEvent hello)
    {
        _socket = socket;
        Hello = hello;
        _ = Task.Run(WriteAsync);
    }

    public ExecEvent Hello { get; }

    public bool IsOpen { get; private set; } = true;

    public void Send(ExecRequest request) => _requests.Writer.TryWrite(request);

    /// <summary>Sends it with the next request: what nobody waits for shall not wake anybody.</summary>
    public void SendLater(ExecRequest request)
    {
        _later.Enqueue(request);
        if (_later.Count > MostLater && _later.TryDequeue(out var first))
            Send(first);
    }

    public void Dispose()
    {
        IsOpen = false;
        _requests.Writer.TryComplete();
        _socket.Dispose();
    }

    private static void Put(ExecRequest request, MemoryStream buffer)
    {
        JsonSerializer.Serialize(buffer, request, ExecJson.Default.ExecRequest);
        buffer.WriteByte((byte)'\n');
    }

    private async Task WriteAsync()
    {
        using var buffer = new MemoryStream();
        try
        {
            while (await _requests.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                buffer.SetLength(0);
                while (buffer.Length < 64 * 1024 && (_requests.Reader.TryRead(out var request) || _later.TryDequeue(out request)))
                    Put(request, buffer);
                var rest = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
                while (rest.Length > 0)
                    rest = rest[await _socket.SendAsync(rest, SocketFlags.None).ConfigureAwait(false)..];
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The reader sees the same end and connects anew.
        }
    }
}
