using Krewe.Model;

namespace Krewe.Executors.Http;

/// <summary>Makes the requests of <c>http</c> templates from the engine itself: no agent pod, no ten-second patch cycle.</summary>
/// <remarks>A request that was under way when the engine died is made again by its successor, as Argo's agent does.</remarks>
public sealed class HttpExecutor(HttpRequests requests, TimeProvider time) : InProcessExecutor(time)
{
    /// <inheritdoc/>
    public override bool CanExecute(Template template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return template.Http is not null;
    }

    /// <inheritdoc/>
    protected override async Task<WorkOutcome> DoAsync(NodeWork work, RunningWork running, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var outcome = await requests.MakeAsync(work.Template.Http!, hidesPath: work.Masks.Count > 0, cancellationToken).ConfigureAwait(false);
        return new WorkOutcome(outcome.Phase, outcome.Message, outcome.Body is null ? null : new Outputs { Result = outcome.Body });
    }
}
