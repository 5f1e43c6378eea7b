using Krewe.Client;

namespace Krewe.Hosting;

/// <content>Usage.</content>
internal sealed partial class WorkflowService
{
    public Task<UsageReport> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken = default) => _usage.GetAsync(query, cancellationToken);
}
