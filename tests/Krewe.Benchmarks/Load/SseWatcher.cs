using System.Net.Http.Headers;

namespace Krewe.Benchmarks.Load;

/// <summary>Watches one run as Argo's web UI does, and counts what comes.</summary>
internal sealed class SseWatcher(Uri server, string run) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new() { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
    private Task _reading = Task.CompletedTask;
    private long _bytes;
    private long _messages;

    public long Bytes => Volatile.Read(ref _bytes);

    public long Messages => Volatile.Read(ref _messages);

    /// <summary>Whether the stream has ended, by the server or by a fault.</summary>
    public bool IsCut => _reading.IsCompleted;

    /// <summary>Connects; returns when the server has answered.</summary>
    public async Task StartAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/workflow-events/{LoadRuns.Namespace}?listOptions.fieldSelector=metadata.name={run}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token);
        response.EnsureSuccessStatusCode();
        _reading = ReadAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync(HttpResponseMessage response)
    {
        using var owned = response;
        await using var stream = await response.Content.ReadAsStreamAsync(_stop.Token);
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, _stop.Token) is > 0 and var read)
        {
            Interlocked.Add(ref _bytes, read);
            // Keep-alive comments end in the same way, but none comes within seconds of a message.
            Interlocked.Add(ref _messages, buffer.AsSpan(0, read).Count((byte)'\n') / 2);
        }
    }
}
