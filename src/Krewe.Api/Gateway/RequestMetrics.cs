using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Krewe.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Counts and times requests under the names that Argo's server gives its own (<c>grpc_server_*</c>), to which its REST requests come as well.</summary>
internal sealed class RequestMetrics
{
    private const string Type = "unary";
    private const string Stream = "server_stream";

    private static readonly double[] Buckets = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10];

    private static readonly Dictionary<(string Method, string Path), ApiOperation> Operations = ApiOperations.All.ToDictionary(operation => (operation.Method, operation.Path));

    // Those of Argo are there from the start, as Argo's server has them: a rate needs a zero to begin with.
    private readonly ConcurrentDictionary<ApiOperation, Timing> _timings = new(
        ApiOperations.All.Where(operation => operation.IsOfArgo).Select(operation => KeyValuePair.Create(operation, new Timing())));

    private readonly ConcurrentDictionary<(ApiOperation Operation, KreweErrorCode? Code), long> _handled = new();

    private readonly ConcurrentDictionary<int, long> _scrapes = new([KeyValuePair.Create(200, 0L), KeyValuePair.Create(500, 0L), KeyValuePair.Create(503, 0L)]);
    private int _scrapesInFlight;

    /// <summary>Answers a request for the metrics themselves, which are counted as Prometheus' Go library counts them.</summary>
    public async Task ScrapeAsync(HttpContext context, Func<Task> answer)
    {
        Interlocked.Increment(ref _scrapesInFlight);
        try
        {
            await answer().ConfigureAwait(false);
            _scrapes.AddOrUpdate(context.Response.StatusCode, 1, static (_, count) => count + 1);
        }
        catch (KreweException failure)
        {
            _scrapes.AddOrUpdate(Endpoint.Status(failure.Code), 1, static (_, count) => count + 1);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _scrapesInFlight);
        }
    }

    /// <summary>Passes a request on and notes what came of it.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var began = Stopwatch.GetTimestamp();
        await next(context).ConfigureAwait(false);
        if (context.GetEndpoint() is RouteEndpoint endpoint && Operations.TryGetValue((context.Request.Method, PathOf(endpoint)), out var operation))
        {
            _timings.GetOrAdd(operation, static _ => new Timing()).Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            _handled.AddOrUpdate((operation, Endpoint.FailureOf(context)), 1, static (_, count) => count + 1);
        }
    }

    /// <summary>In Prometheus' text format.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        text.Append("# HELP grpc_server_handled_total requests by what came of them\n# TYPE grpc_server_handled_total counter\n");
        foreach (var ((operation, code), count) in _handled.OrderBy(entry => entry.Key.Operation.Id, StringComparer.Ordinal).ThenBy(entry => entry.Key.Code))
        {
            text.Append(CultureInfo.InvariantCulture, $"grpc_server_handled_total{{grpc_code=\"{code?.ToString() ?? "OK"}\",{Labels(operation)}}} {count}\n");
        }

        text.Append("# HELP grpc_server_handling_seconds time that requests took\n# TYPE grpc_server_handling_seconds histogram\n");
        foreach (var (operation, timing) in _timings.OrderBy(entry => entry.Key.Id, StringComparer.Ordinal))
        {
            timing.Write(text, Labels(operation));
        }

        text.Append(CultureInfo.InvariantCulture, $"# HELP promhttp_metric_handler_requests_in_flight requests for metrics that are being answered\n# TYPE promhttp_metric_handler_requests_in_flight gauge\npromhttp_metric_handler_requests_in_flight {Volatile.Read(ref _scrapesInFlight)}\n");
        text.Append("# HELP promhttp_metric_handler_requests_total requests for metrics by HTTP status\n# TYPE promhttp_metric_handler_requests_total counter\n");
        foreach (var (status, count) in _scrapes.OrderBy(entry => entry.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"promhttp_metric_handler_requests_total{{code=\"{status}\"}} {count}\n");
        }

        return text.ToString();
    }

    /// <summary>The path as the operation has it: without what the pattern says of its parameters.</summary>
    public static string PathOf(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter
            ? $"{{{parameter.Name}}}"
            : ((Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart)part).Content))));

    private static string Labels(ApiOperation operation) =>
        $"grpc_method=\"{operation.Name}\",grpc_service=\"{operation.Service}\",grpc_type=\"{(operation.IsStream ? Stream : Type)}\"";

    private sealed class Timing
    {
        private readonly Lock _gate = new();
        private readonly long[] _counts = new long[Buckets.Length + 1];
        private double _sum;

        public void Add(double seconds)
        {
            var index = Array.FindIndex(Buckets, bound => seconds <= bound);
            lock (_gate)
            {
                _counts[index < 0 ? Buckets.Length : index]++;
                _sum += seconds;
            }
        }

        public void Write(StringBuilder text, string labels)
        {
            lock (_gate)
            {
                long below = 0;
                for (var i = 0; i < Buckets.Length; i++)
                {
                    below += _counts[i];
                    text.Append(CultureInfo.InvariantCulture, $"grpc_server_handling_seconds_bucket{{{labels},le=\"{Buckets[i]}\"}} {below}\n");
                }

                below += _counts[^1];
                text.Append(CultureInfo.InvariantCulture, $"grpc_server_handling_seconds_bucket{{{labels},le=\"+Inf\"}} {below}\n");
                text.Append(CultureInfo.InvariantCulture, $"grpc_server_handling_seconds_sum{{{labels}}} {_sum}\n");
                text.Append(CultureInfo.InvariantCulture, $"grpc_server_handling_seconds_count{{{labels}}} {below}\n");
            }
        }
    }
}
