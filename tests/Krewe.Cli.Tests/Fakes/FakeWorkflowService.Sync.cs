using Krewe.Client;

namespace Krewe.Cli.Tests.Fakes;

internal sealed partial class FakeWorkflowService
{
    public List<LockInfo> HeldLocks { get; } = [];

    /// <summary>What it says of its health.</summary>
    public HealthReport Health { get; set; } = HealthReport.Of(Created.AddMinutes(5), new HealthCheck("store", true));

    public Task<HealthReport> GetHealthAsync(CancellationToken cancellationToken = default) => Task.FromResult(Health);

    public Task<string> GetMetricsAsync(CancellationToken cancellationToken = default) => Task.FromResult("argo_workflows_x 1\n");

    public Task<SyncLimit> CreateSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default) => Sync("create", limit);

    public Task<SyncLimit> GetSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default) => Sync("get", limit with { Limit = 7 });

    public Task<SyncLimit> UpdateSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default) => Sync("update", limit);

    public Task DeleteSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default) => Sync("delete", limit);

    public Task<IReadOnlyList<LockInfo>> ListLocksAsync(string @namespace, CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<LockInfo>>(HeldLocks);

    private Task<SyncLimit> Sync(string action, SyncLimit limit)
    {
        Note($"{action} limit {limit.Type} {limit.Namespace}/{limit.CmName}/{limit.Key} {limit.Limit}");
        return Task.FromResult(limit);
    }
}
