using System.Net;
using System.Net.Sockets;

namespace Krewe.Cluster.Tests;

/// <summary>The way of one silo to the database, which can be cut, held up and mended.</summary>
/// <remarks>
/// Held up, it takes connections and what is sent and passes nothing on, as a network does that loses packets; mended, it delivers what
/// it had taken, so that a commit may arrive long after its silo gave it up.
/// </remarks>
internal sealed class DatabaseLink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _server;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _sockets = [];
    private readonly Task _accepting;
    private TaskCompletionSource _passing = Opened();
    private bool _cut;

    /// <param name="server">Port of the database on this machine.</param>
    public DatabaseLink(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the silo finds its database.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that are open now.</summary>
    public int Connections
    {
        get
        {
            lock (_lock)
            {
                return _sockets.Count / 2;
            }
        }
    }

    /// <summary>Breaks all connections, and each new one at once.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            _cut = true;
            BreakAll();
        }
    }

    /// <summary>Passes nothing on any more, and says nothing of it.</summary>
    public void HoldUp()
    {
        lock (_lock)
        {
            _passing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Passes everything on again.</summary>
    public void Mend()
    {
        lock (_lock)
        {
            _cut = false;
            _passing.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        lock (_lock)
        {
            BreakAll();
        }

        await _accepting;
        _end.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_end.Token));
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The test is over, or the silo hung up before it was heard.
            }
        }
    }

    private async Task ServeAsync(Socket silo)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var _ = silo;
        silo.NoDelay = true;
        try
        {
            if (!Add(silo, server))
            {
                return;
            }

            await PassingAsync();
            await server.ConnectAsync(IPAddress.Loopback, _server, _end.Token);
            await Task.WhenAny(PumpAsync(silo, server), PumpAsync(server, silo));
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut, or the database is not there: the silo sees a connection that ends.
        }
        finally
        {
            Remove(silo, server);
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var count)
            {
                await PassingAsync();
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _end.Token);
                }
            }

            // One side hung up; what it sent before has been delivered.
            await PassingAsync();
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The other side goes with it.
        }
    }

    private Task PassingAsync()
    {
        lock (_lock)
        {
            return _passing.Task.WaitAsync(_end.Token);
        }
    }

    private bool Add(Socket silo, Socket server)
    {
        lock (_lock)
        {
            if (_cut || _end.IsCancellationRequested)
            {
                // A reset, not an orderly end.
                silo.LingerState = new LingerOption(enable: true, 0);
                return false;
            }

            return _sockets.Add(silo) && _sockets.Add(server);
        }
    }

    private void Remove(Socket silo, Socket server)
    {
        lock (_lock)
        {
            _sockets.Remove(silo);
            _sockets.Remove(server);
        }
    }

    private void BreakAll()
    {
        foreach (var socket in _sockets)
        {
            socket.LingerState = new LingerOption(enable: true, 0);
            socket.Dispose();
        }

        _sockets.Clear();
    }
}
