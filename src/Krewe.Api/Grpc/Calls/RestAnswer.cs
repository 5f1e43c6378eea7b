using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Krewe.Api;

/// <summary>Where the REST API writes an answer, and from which a call takes it.</summary>
/// <param name="body">Takes what is written.</param>
/// <param name="starting">Awaited when headers are sent, before anything is written; null for nothing to do.</param>
internal sealed class RestAnswer(Stream body, Func<Task>? starting = null) : StreamResponseBodyFeature(body)
{
    private Func<Task>? _starting = starting;
    private bool _hasStarted;

    public override async Task StartAsync(CancellationToken cancellationToken = default)
    {
        _hasStarted = true;
        if (Interlocked.Exchange(ref _starting, null) is { } start)
        {
            await start().ConfigureAwait(false);
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts this in the place of the answer that goes over the network.</summary>
    public void SetOn(HttpContext rest)
    {
        rest.Features.Set<IHttpResponseBodyFeature>(this);
        rest.Features.Set<IHttpResponseFeature>(new Head(this));
    }

    /// <summary>Says whether headers are sent: from then on a failure is not answered by the endpoint but is the call's.</summary>
    private sealed class Head(RestAnswer answer) : HttpResponseFeature
    {
        public override bool HasStarted => answer._hasStarted;
    }
}
