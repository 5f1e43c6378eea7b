using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Krewe.Client.Wire;

namespace Krewe.Client;

/// <summary>Talks to the engine that owns a data folder, by HTTP over its Unix socket.</summary>
public sealed partial class SocketWorkflowService : IWorkflowService
{
    private readonly HttpClient _http;

    /// <summary>A client of the engine behind <paramref name="socketPath"/>; connects on first use.</summary>
    public SocketWorkflowService(string socketPath)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://krewe"), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Whether an engine answers on the socket. A socket file that a killed engine left behind is not one.</summary>
    public static async Task<bool> IsAnsweringAsync(string socketPath, CancellationToken cancellationToken = default)
    {
        if (!File.Exists(socketPath))
        {
            return false;
        }

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public Task<VersionInfo> GetVersionAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/api/v1/version", WireJson.Default.VersionInfo, cancellationToken);

    /// <inheritdoc/>
    public Task<ServerInfo> GetInfoAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/api/v1/info", WireJson.Default.ServerInfo, cancellationToken);

    /// <inheritdoc/>
    public async Task<string> GetMetricsAsync(CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Escape(string value) => Uri.EscapeDataString(value);

    private static string RunPath(RunRef run, string suffix = "") => $"/api/v1/workflows/{Escape(run.Namespace)}/{Escape(run.Name)}{suffix}";

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(request, type, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TResult> SendAsync<TBody, TResult>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TResult> resultType, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, bodyType));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(method, path) { Content = content };
        return await SendAsync(request, resultType, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                return await JsonSerializer.DeserializeAsync(stream, type, cancellationToken).ConfigureAwait(false)
                    ?? throw new KreweException(KreweErrorCode.Internal, $"the engine answered {request.RequestUri} with nothing");
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException)
            {
                throw Unreachable(exception);
            }
        }
    }

    /// <summary>Sends a request; the answer is a success whose body is not yet read.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable(exception);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ReadErrorAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<KreweException> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (JsonSerializer.Deserialize(text, WireJson.Default.ErrorBody) is { Message.Length: > 0 } body)
            {
                return body.ToException();
            }
        }
        catch (JsonException)
        {
            // Not our server's error: what it said is all there is.
        }

        return new KreweException(KreweErrorCode.Unknown, $"the engine answered {(int)response.StatusCode} {response.ReasonPhrase}: {text}".TrimEnd(' ', ':'));
    }

    private async IAsyncEnumerable<JsonElement> StreamAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024);
        while (await ReadLineAsync(reader, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            var frame = JsonSerializer.Deserialize(line, WireJson.Default.StreamFrame)!;
            if (frame.Error is { } error)
            {
                throw error.ToException();
            }

            yield return frame.Result ?? default;
        }
    }

    private static async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw Unreachable(exception);
        }
    }

    private static KreweException Unreachable(Exception exception) =>
        new(KreweErrorCode.Unavailable, $"the engine cannot be reached: {exception.GetBaseException().Message}", exception);
}
