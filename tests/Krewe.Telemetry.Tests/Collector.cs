using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Telemetry.Tests;

/// <summary>A collector: takes OTLP over HTTP and remembers what came.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly ConcurrentDictionary<string, string> _resource = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _metrics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, double> _numbers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> _tags = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Collector(WebApplication application) => _application = application;

    public Uri Address => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public IReadOnlyCollection<ReceivedSpan> Spans => _spans;

    /// <summary>Attributes of the sender.</summary>
    public IReadOnlyDictionary<string, string> Resource => _resource;

    /// <summary>Names of metrics, with that of their meter.</summary>
    public IReadOnlyDictionary<string, string> Metrics => _metrics;

    /// <summary>Value of the last point of a counter or gauge, sum of that of a histogram.</summary>
    public IReadOnlyDictionary<string, double> Numbers => _numbers;

    /// <summary>Attributes of the last point of a metric.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Tags => _tags;

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var application = builder.Build();
        var collector = new Collector(application);
        application.MapPost("/v1/traces", (RequestDelegate)(context => collector.TakeAsync(context, collector.TakeSpans)));
        application.MapPost("/v1/metrics", (RequestDelegate)(context => collector.TakeAsync(context, collector.TakeMetrics)));
        await application.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>Waits until what came fulfils a condition.</summary>
    public async Task WaitForAsync(Func<bool> condition)
    {
        while (true)
        {
            var changed = _changed.Task;
            if (condition())
            {
                return;
            }

            await changed.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Remembers only what comes from now on.</summary>
    public void Forget()
    {
        _metrics.Clear();
        _numbers.Clear();
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task TakeAsync(HttpContext context, Action<WireMessage> take)
    {
        foreach (var part in new WireMessage(await ByteString.FromStreamAsync(context.Request.Body, context.RequestAborted)).All(1))
        {
            foreach (var attribute in part.All(1).SelectMany(resource => resource.All(1)))
            {
                _resource[attribute.Text(1)] = attribute.All(2).Single().Text(1);
            }

            take(part);
        }

        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        context.Response.ContentType = "application/x-protobuf";
    }

    private void TakeSpans(WireMessage part)
    {
        foreach (var span in part.All(2).SelectMany(scope => scope.All(2)))
        {
            _spans.Enqueue(new ReceivedSpan(span.Text(5), span.Hex(1), span.Hex(2), span.Hex(4)));
        }
    }

    private void TakeMetrics(WireMessage part)
    {
        foreach (var scope in part.All(2))
        {
            foreach (var metric in scope.All(2))
            {
                TakePoints(metric.Text(1), metric);
                _metrics[metric.Text(1)] = scope.All(1).Single().Text(1);
            }
        }
    }

    // Fields 5, 7 and 9 are a gauge, a sum and a histogram; their points have the value in 4 or, a histogram's sum, in 5.
    private void TakePoints(string name, WireMessage metric)
    {
        foreach (var (kind, value, attributes) in new[] { (5, 4, 7), (7, 4, 7), (9, 5, 9) })
        {
            foreach (var point in metric.All(kind).SelectMany(data => data.All(1)))
            {
                _numbers[name] = point.Number(value);
                _tags[name] = point.All(attributes).ToDictionary(attribute => attribute.Text(1), attribute => attribute.All(2).Single().Text(1), StringComparer.Ordinal);
            }
        }
    }
}
