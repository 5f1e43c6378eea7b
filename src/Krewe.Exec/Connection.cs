using System.Text.Json;
using Krewe.Exec.Native;
using Krewe.Exec.Protocol;
using Krewe.Exec.Steps;

namespace Krewe.Exec;

/// <summary>One engine: reads its requests and sends it events, many to a write. On the loop's thread.</summary>
internal sealed unsafe class Connection : IReady, IDisposable
{
    private const int BufferSize = 64 * 1024;
    private const int BuffersPerTurn = 4;
    private readonly System.Net.Sockets.Socket _socket;
    private readonly EventLoop _loop;
    private readonly Action<ExecRequest> _handle;
    private readonly Action<Connection> _closed;
    private readonly MemoryStream _output = new();
    private byte[] _input = new byte[BufferSize];
    private int _inputLength;
    private int _sent;
    private bool _waits;
    private bool _isClosed;

    public Connection(System.Net.Sockets.Socket socket, EventLoop loop, Action<ExecRequest> handle, Action<Connection> closed)
    {
        (_socket, _loop, _handle, _closed) = (socket, loop, handle, closed);
        socket.Blocking = false;
        loop.Watch(Descriptor, this);
    }

    private int Descriptor => (int)_socket.Handle;

    /// <summary>Keeps the event for the next <see cref="Flush"/>.</summary>
    public void Send(ExecEvent e)
    {
        JsonSerializer.Serialize(_output, e, ExecJson.Default.ExecEvent);
        _output.WriteByte((byte)'\n');
    }

    /// <summary>Sends what is kept, as far as the engine takes it.</summary>
    public void Flush()
    {
        while (!_isClosed && _sent < _output.Length)
        {
            nint count;
            fixed (byte* start = _output.GetBuffer())
                count = Libc.send(Descriptor, start + _sent, (nint)_output.Length - _sent, Libc.MsgNoSignal);
            if (count < 0)
            {
                if (Libc.Errno == Libc.EIntr)
                    continue;
                // An engine that has gone is noticed by its end of input; it asks again for what it needs when it comes back.
                WaitForOutput(Libc.Errno == Libc.EAgain);
                return;
            }
            _sent += (int)count;
        }
        _sent = 0;
        _output.SetLength(0);
        if (_output.Capacity > 16 * BufferSize)
            _output.Capacity = 0;
        WaitForOutput(false);
    }

    public void OnReady(int fd)
    {
        for (var turns = BuffersPerTurn; turns > 0; turns--)
        {
            if (_inputLength == _input.Length)
                Array.Resize(ref _input, _input.Length * 2);
            nint count;
            fixed (byte* start = _input)
                count = Libc.read(Descriptor, start + _inputLength, _input.Length - _inputLength);
            if (count < 0 && Libc.Errno is Libc.EAgain or Libc.EIntr)
                return;
            if (count <= 0)
            {
                Dispose();
                return;
            }
            _inputLength += (int)count;
            if (!TryHandleLines((int)count))
            {
                Dispose();
                return;
            }
        }
    }

    public void Dispose()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _loop.Forget(Descriptor);
        _socket.Dispose();
        _output.Dispose();
        _closed(this);
    }

    // Only what came last can hold a line end that was not yet seen.
    private bool TryHandleLines(int added)
    {
        var begin = 0;
        var look = _inputLength - added;
        while (_input.AsSpan(look, _inputLength - look).IndexOf((byte)'\n') is >= 0 and var end)
        {
            end += look;
            try
            {
                if (JsonSerializer.Deserialize(_input.AsSpan(begin, end - begin), ExecJson.Default.ExecRequest) is { } request)
                    _handle(request);
            }
            catch (JsonException e)
            {
                SupervisorLog.Write("connection: " + e.Message);
                return false;
            }
            begin = look = end + 1;
        }
        _input.AsSpan(begin, _inputLength - begin).CopyTo(_input);
        _inputLength -= begin;
        return true;
    }

    private void WaitForOutput(bool wanted)
    {
        if (wanted == _waits || _isClosed)
            return;
        _waits = wanted;
        _loop.WatchOutput(Descriptor, wanted);
    }
}
