namespace Krewe.Hosting;

/// <content>Metrics.</content>
internal sealed partial class WorkflowService
{
    public async Task<string> GetMetricsAsync(CancellationToken cancellationToken = default)
    {
        await _figures.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return _meters.Write(out var names) + _metrics.Write(names);
    }
}
