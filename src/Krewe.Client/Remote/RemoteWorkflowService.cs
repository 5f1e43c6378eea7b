using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Krewe.Client.Wire;

namespace Krewe.Client;

/// <summary>Talks to an engine elsewhere, by HTTP: over the Unix socket of its data folder, or over the network to a server.</summary>
public sealed partial class RemoteWorkflowService : IWorkflowService
{
    private readonly HttpClient _http;
    private readonly string _peer;

    /// <summary>A client of the engine behind <paramref name="socketPath"/>; connects on first use.</summary>
    public RemoteWorkflowService(string socketPath)
        : this(RemoteConnections.OverSocket(socketPath), "the engine")
    {
    }

    /// <summary>A client of the server at <paramref name="server"/>; connects on first use.</summary>
    /// <exception cref="KreweException">A certificate file cannot be used.</exception>
    public RemoteWorkflowService(ServerAddress server)
        : this(RemoteConnections.To(server), $"the server at {server.Address}")
    {
    }

    private RemoteWorkflowService(HttpClient http, string peer)
    {
        _http = http;
        _peer = peer;
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
    public async Task<HealthReport> GetHealthAsync(CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/readyz");
        using var response = await TransmitAsync(request, cancellationToken).ConfigureAwait(false);
        // One that is not ready says why in the same words.
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable) || response.Content.Headers.ContentType?.MediaType != "application/json")
        {
            throw await ReadErrorAsync(response, cancellationToken).ConfigureAwait(false);
        }

        return await ReadAsync(request, response, WireJson.Default.HealthReport, cancellationToken).ConfigureAwait(false);
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
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TResult> resultType, CancellationToken cancellationToken, string? traceParent = null)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, bodyType));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (traceParent is not null)
        {
            request.Headers.TryAddWithoutValidation("traceparent", traceParent);
        }

        return await SendAsync(request, resultType, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(request, response, type, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> ReadAsync<T>(HttpRequestMessage request, HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                return await JsonSerializer.DeserializeAsync(stream, type, cancellationToken).ConfigureAwait(false)
                    ?? throw new KreweException(KreweErrorCode.Internal, $"{_peer} answered {request.RequestUri} with nothing");
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
        var response = await TransmitAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ReadErrorAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a request; the answer may be anything.</summary>
    private async Task<HttpResponseMessage> TransmitAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Paths are below the server's address, which may have a path of its own (Argo's base href).
        request.RequestUri = new Uri(request.RequestUri!.OriginalString.TrimStart('/'), UriKind.Relative);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable(exception);
        }
    }

    private async Task<KreweException> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
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

        return new KreweException(KreweErrorCode.Unknown, $"{_peer} answered {(int)response.StatusCode} {response.ReasonPhrase}: {text}".TrimEnd(' ', ':'));
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

    private async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
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

    private KreweException Unreachable(Exception exception) =>
        new(KreweErrorCode.Unavailable, $"{_peer} cannot be reached: {exception.GetBaseException().Message}", exception);
}
