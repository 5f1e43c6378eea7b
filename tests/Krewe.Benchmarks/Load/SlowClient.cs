using System.Net.Sockets;
using System.Text;

namespace Krewe.Benchmarks.Load;

/// <summary>Watches one run and takes one byte a second, so that all that is sent stays with the server.</summary>
internal sealed class SlowClient : IAsyncDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1024 };
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;

    public async Task StartAsync(Uri server, string run)
    {
        await _socket.ConnectAsync(server.Host, server.Port);
        await _socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /api/v1/workflow-events/{LoadRuns.Namespace}?listOptions.fieldSelector=metadata.name={run} HTTP/1.1\r\nHost: {server.Authority}\r\nAccept: text/event-stream\r\n\r\n"));
        _reading = ReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        var one = new byte[1];
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await second.WaitForNextTickAsync(_stop.Token) && await _socket.ReceiveAsync(one, _stop.Token) > 0)
        {
        }
    }
}
