using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Krewe.Expressions;
using Krewe.Expressions.Expr;
using Krewe.Model;

namespace Krewe.Executors.Http;

/// <summary>Makes one request of an <c>http</c> template and judges the answer (feature map, sections 5 and 10.2).</summary>
public sealed class HttpRequests : IDisposable
{
    /// <summary>A response beyond this is cut: it becomes <c>outputs.result</c>, which lives in the run's state.</summary>
    private const int LargestBody = 256 * 1024;

    private readonly ISecretValues _secrets;
    private readonly HttpClient _client = Client(checkCertificates: true);
    private readonly Lazy<HttpClient> _trusting = new(() => Client(checkCertificates: false));

    /// <summary>Takes header values from the given secrets.</summary>
    public HttpRequests(ISecretValues secrets) => _secrets = secrets;

    /// <summary>Makes the request. What goes wrong is an outcome, but for cancellation.</summary>
    /// <param name="template">The request.</param>
    /// <param name="hidesPath">Whether the path of the URL, which may be a secret, is left out of what is said.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<HttpOutcome> MakeAsync(HttpTemplate template, bool hidesPath, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (!Uri.TryCreate(template.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return new HttpOutcome(NodePhase.Error, $"'{template.Url}' is not an http or https URL", null);
        }

        try
        {
            using var request = Request(template, url);
            // Servers there are that answer with what they were sent.
            var mask = new SecretMask((template.Headers ?? []).Where(header => header.ValueFrom?.SecretKeyRef is not null).Select(ValueOf));
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (template.TimeoutSeconds is > 0 and var seconds)
            {
                limit.CancelAfter(TimeSpan.FromSeconds(seconds));
            }

            var outcome = await SendAsync(template, request, limit.Token).ConfigureAwait(false);
            return outcome with { Message = mask.Mask(outcome.Message), Body = mask.Mask(outcome.Body) };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new HttpOutcome(NodePhase.Failed, $"no answer from {url.Authority} within {template.TimeoutSeconds} seconds", null);
        }
        catch (HttpRequestException failure)
        {
            return new HttpOutcome(NodePhase.Error, $"{template.Method ?? "GET"} {url.GetLeftPart(hidesPath ? UriPartial.Authority : UriPartial.Path)}: {failure.Message}", null);
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidOperationException)
        {
            return new HttpOutcome(NodePhase.Error, wrong.Message, null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        if (_trusting.IsValueCreated)
        {
            _trusting.Value.Dispose();
        }
    }

    private HttpRequestMessage Request(HttpTemplate template, Uri url)
    {
        var request = new HttpRequestMessage(new HttpMethod(template.Method is { Length: > 0 } method ? method : "GET"), url);
        byte[]? body = template.BodyFrom?.Bytes is { } base64 ? Convert.FromBase64String(base64)
            : template.Body is { Length: > 0 } text ? Encoding.UTF8.GetBytes(text)
            : null;
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
        }

        foreach (var header in template.Headers ?? [])
        {
            AddHeader(request, header.Name ?? "", ValueOf(header));
        }

        return request;
    }

    private string ValueOf(HttpHeader header)
    {
        if (header.ValueFrom?.SecretKeyRef is not { } secret)
        {
            return header.Value ?? "";
        }

        return _secrets.Read(secret.Name ?? "", secret.Key ?? "")
            ?? (secret.Optional == true ? "" : throw new InvalidOperationException($"header '{header.Name}' needs key '{secret.Key}' of secret '{secret.Name}', which does not exist"));
    }

    private static void AddHeader(HttpRequestMessage request, string name, string value)
    {
        // A line break in a value would let it add headers of its own.
        if (value.AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            throw new InvalidOperationException($"the value of header '{name}' holds a line break");
        }

        if (name.Equals("Host", StringComparison.OrdinalIgnoreCase))
        {
            request.Headers.Host = value;
        }
        else if (!request.Headers.TryAddWithoutValidation(name, value))
        {
            request.Content ??= new ByteArrayContent([]);
            request.Content.Headers.Remove(name);
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private async Task<HttpOutcome> SendAsync(HttpTemplate template, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var client = template.InsecureSkipVerify == true ? _trusting.Value : _client;
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        var body = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
        if (template.SuccessCondition is not { Length: > 0 } condition)
        {
            return response.IsSuccessStatusCode
                ? new HttpOutcome(NodePhase.Succeeded, null, body)
                : new HttpOutcome(NodePhase.Failed, $"received non-2xx response code: {(int)response.StatusCode}", body);
        }

        try
        {
            return ExprProgram.EvaluateBool(condition, Environment(template, request, response, body))
                ? new HttpOutcome(NodePhase.Succeeded, null, body)
                : new HttpOutcome(NodePhase.Failed, $"successCondition '{condition}' evaluated false", body);
        }
        catch (ExpressionException wrong)
        {
            return new HttpOutcome(NodePhase.Error, $"successCondition: {wrong.Describe()}", body);
        }
    }

    private static ExpressionEnvironment Environment(HttpTemplate template, HttpRequestMessage request, HttpResponseMessage response, string body) => ExpressionEnvironment.Of(new Dictionary<string, object?>
    {
        ["request"] = new Dictionary<string, object?>
        {
            ["method"] = request.Method.Method,
            ["url"] = template.Url,
            ["body"] = template.Body ?? "",
            ["headers"] = Headers(request.Headers, request.Content?.Headers),
        },
        ["response"] = new Dictionary<string, object?>
        {
            ["statusCode"] = (long)(int)response.StatusCode,
            ["body"] = body,
            ["headers"] = Headers(response.Headers, response.Content.Headers),
        },
    });

    private static Dictionary<string, object?> Headers(HttpHeaders headers, HttpHeaders? content) =>
        headers.Concat(content ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
            .GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => (object?)group.SelectMany(header => header.Value).Cast<object?>().ToList(), StringComparer.Ordinal);

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[LargestBody];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
    }

    private static HttpClient Client(bool checkCertificates)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (!checkCertificates)
        {
#pragma warning disable CA5359 // The template asks for exactly this (insecureSkipVerify).
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd(string.Create(CultureInfo.InvariantCulture, $"krewe/{typeof(HttpRequests).Assembly.GetName().Version?.ToString(2)}"));
        return client;
    }
}
