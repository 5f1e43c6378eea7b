using Krewe.Client;

namespace Krewe.Hosting;

/// <content>How the engine does.</content>
internal sealed partial class WorkflowService
{
    public async Task<string> GetMetricsAsync(CancellationToken cancellationToken = default)
    {
        await _figures.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return _meters.Write(out var names) + _metrics.Write(names);
    }

    public Task<HealthReport> GetHealthAsync(CancellationToken cancellationToken = default) => _health.GetAsync(cancellationToken);
}
