using System.Net;

namespace Krewe.Executors.Tests;

/// <summary>An HTTP server on a free port of this machine.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly HttpListener _listener;

    private LocalServer(HttpListener listener, int port, Func<HttpListenerContext, Task> answer)
    {
        _listener = listener;
        Port = port;
        _ = ServeAsync(answer);
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    public static LocalServer Start(Action<HttpListenerContext> answer) => Start(c =>
    {
        answer(c);
        c.Response.Close();
        return Task.CompletedTask;
    });

    public static LocalServer Start(Func<HttpListenerContext, Task> answer)
    {
        // HttpListener takes no port 0: try until one is free.
        while (true)
        {
            var port = Random.Shared.Next(20_000, 60_000);
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
                return new LocalServer(listener, port, answer);
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync(Func<HttpListenerContext, Task> answer)
    {
        try
        {
            while (true)
                _ = answer(await _listener.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }
}
