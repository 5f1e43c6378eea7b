using Krewe.Client;
using Krewe.Model;

namespace Krewe.Hosting;

/// <summary>Passes every operation on to another service: what stands between its users and it says only what it does otherwise.</summary>
internal abstract partial class ForwardingWorkflowService(IWorkflowService inner) : IWorkflowService
{
    public virtual Task<VersionInfo> GetVersionAsync(CancellationToken cancellationToken = default) => inner.GetVersionAsync(cancellationToken);

    public virtual Task<ServerInfo> GetInfoAsync(CancellationToken cancellationToken = default) => inner.GetInfoAsync(cancellationToken);

    public virtual Task<string> GetMetricsAsync(CancellationToken cancellationToken = default) => inner.GetMetricsAsync(cancellationToken);

    public virtual Task<HealthReport> GetHealthAsync(CancellationToken cancellationToken = default) => inner.GetHealthAsync(cancellationToken);

    public virtual Task<Workflow> CreateAsync(CreateRunRequest request, CancellationToken cancellationToken = default) => inner.CreateAsync(request, cancellationToken);

    public virtual Task<Workflow> SubmitAsync(SubmitRequest request, CancellationToken cancellationToken = default) => inner.SubmitAsync(request, cancellationToken);

    public virtual Task<Workflow> LintAsync(string @namespace, Workflow workflow, CancellationToken cancellationToken = default) => inner.LintAsync(@namespace, workflow, cancellationToken);

    public virtual Task<Workflow> GetAsync(RunRef run, CancellationToken cancellationToken = default) => inner.GetAsync(run, cancellationToken);

    public virtual Task<WorkflowList> ListAsync(ListRunsQuery query, CancellationToken cancellationToken = default) => inner.ListAsync(query, cancellationToken);

    public virtual Task<Workflow> StopAsync(RunRef run, StopOptions options, CancellationToken cancellationToken = default) => inner.StopAsync(run, options, cancellationToken);

    public virtual Task<Workflow> TerminateAsync(RunRef run, CancellationToken cancellationToken = default) => inner.TerminateAsync(run, cancellationToken);

    public virtual Task<Workflow> SuspendAsync(RunRef run, CancellationToken cancellationToken = default) => inner.SuspendAsync(run, cancellationToken);

    public virtual Task<Workflow> ResumeAsync(RunRef run, ResumeOptions options, CancellationToken cancellationToken = default) => inner.ResumeAsync(run, options, cancellationToken);

    public virtual Task<Workflow> RetryAsync(RunRef run, RetryOptions options, CancellationToken cancellationToken = default) => inner.RetryAsync(run, options, cancellationToken);

    public virtual Task<Workflow> ResubmitAsync(RunRef run, ResubmitOptions options, CancellationToken cancellationToken = default) => inner.ResubmitAsync(run, options, cancellationToken);

    public virtual Task<Workflow> SetNodeAsync(RunRef run, SetNodeOptions options, CancellationToken cancellationToken = default) => inner.SetNodeAsync(run, options, cancellationToken);

    public virtual Task<IReadOnlyList<string>> ListLabelKeysAsync(string @namespace, CancellationToken cancellationToken = default) => inner.ListLabelKeysAsync(@namespace, cancellationToken);

    public virtual Task<IReadOnlyList<string>> ListLabelValuesAsync(string @namespace, string key, CancellationToken cancellationToken = default) => inner.ListLabelValuesAsync(@namespace, key, cancellationToken);

    public virtual Task DeleteAsync(RunRef run, DeleteOptions options, CancellationToken cancellationToken = default) => inner.DeleteAsync(run, options, cancellationToken);

    public virtual Task<RunRowPage> ListRowsAsync(RunRowsQuery query, CancellationToken cancellationToken = default) => inner.ListRowsAsync(query, cancellationToken);

    public virtual Task<FolderList> ListFoldersAsync(FoldersQuery query, CancellationToken cancellationToken = default) => inner.ListFoldersAsync(query, cancellationToken);

    public virtual Task<UsageReport> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken = default) => inner.GetUsageAsync(query, cancellationToken);

    public virtual Task<QueuePage> ListQueueAsync(QueueQuery query, CancellationToken cancellationToken = default) => inner.ListQueueAsync(query, cancellationToken);

    public virtual Task<RunWaiting> GetWaitingAsync(RunRef run, IReadOnlyList<string>? within = null, CancellationToken cancellationToken = default) => inner.GetWaitingAsync(run, within, cancellationToken);

    public virtual IAsyncEnumerable<WorkflowUpdate> WatchAsync(RunRef run, WatchOptions options, CancellationToken cancellationToken = default) => inner.WatchAsync(run, options, cancellationToken);

    public virtual IAsyncEnumerable<WorkflowUpdate> WatchListAsync(ListRunsQuery query, CancellationToken cancellationToken = default) => inner.WatchListAsync(query, cancellationToken);

    public virtual IAsyncEnumerable<LogLine> ReadLogsAsync(LogQuery query, CancellationToken cancellationToken = default) => inner.ReadLogsAsync(query, cancellationToken);

    public virtual Task<ArgoResource> CreateResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default) => inner.CreateResourceAsync(@namespace, resource, cancellationToken);

    public virtual Task<ArgoResource> GetResourceAsync(ResourceRef resource, CancellationToken cancellationToken = default) => inner.GetResourceAsync(resource, cancellationToken);

    public virtual Task<ResourceList> ListResourcesAsync(ListResourcesQuery query, CancellationToken cancellationToken = default) => inner.ListResourcesAsync(query, cancellationToken);

    public virtual Task<ArgoResource> UpdateResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default) => inner.UpdateResourceAsync(@namespace, resource, cancellationToken);

    public virtual Task DeleteResourceAsync(ResourceRef resource, CancellationToken cancellationToken = default) => inner.DeleteResourceAsync(resource, cancellationToken);

    public virtual Task<ArgoResource> LintResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default) => inner.LintResourceAsync(@namespace, resource, cancellationToken);

    public virtual Task<CronWorkflow> SetCronSuspendedAsync(string @namespace, string name, bool suspended, CancellationToken cancellationToken = default) => inner.SetCronSuspendedAsync(@namespace, name, suspended, cancellationToken);

    public virtual Task<CronSlotPage> ListCronSlotsAsync(CronSlotsQuery query, CancellationToken cancellationToken = default) => inner.ListCronSlotsAsync(query, cancellationToken);

    public virtual Task<IReadOnlyList<ArtifactEntry>> ListArtifactsAsync(RunRef run, CancellationToken cancellationToken = default) => inner.ListArtifactsAsync(run, cancellationToken);

    public virtual Task<ArtifactContent> OpenArtifactAsync(ArtifactRef artifact, CancellationToken cancellationToken = default) => inner.OpenArtifactAsync(artifact, cancellationToken);

    public virtual Task<UploadedArtifact> UploadArtifactAsync(ArtifactUpload upload, Stream content, CancellationToken cancellationToken = default) => inner.UploadArtifactAsync(upload, content, cancellationToken);

    public virtual Task<SyncLimit> CreateSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default) => inner.CreateSyncLimitAsync(limit, cancellationToken);

    public virtual Task<SyncLimit> GetSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default) => inner.GetSyncLimitAsync(limit, cancellationToken);

    public virtual Task<SyncLimit> UpdateSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default) => inner.UpdateSyncLimitAsync(limit, cancellationToken);

    public virtual Task DeleteSyncLimitAsync(SyncLimit limit, CancellationToken cancellationToken = default) => inner.DeleteSyncLimitAsync(limit, cancellationToken);

    public virtual Task<IReadOnlyList<LockInfo>> ListLocksAsync(string @namespace, CancellationToken cancellationToken = default) => inner.ListLocksAsync(@namespace, cancellationToken);

    public virtual Task<CreatedToken> CreateTokenAsync(CreateTokenRequest request, CancellationToken cancellationToken = default) => inner.CreateTokenAsync(request, cancellationToken);

    public virtual Task<IReadOnlyList<ServiceToken>> ListTokensAsync(CancellationToken cancellationToken = default) => inner.ListTokensAsync(cancellationToken);

    public virtual Task RevokeTokenAsync(string name, CancellationToken cancellationToken = default) => inner.RevokeTokenAsync(name, cancellationToken);

    public virtual Task<ServiceToken?> VerifyTokenAsync(string text, CancellationToken cancellationToken = default) => inner.VerifyTokenAsync(text, cancellationToken);

    public virtual Task<EventDelivery> ReceiveEventAsync(EventRequest request, CancellationToken cancellationToken = default) => inner.ReceiveEventAsync(request, cancellationToken);

    public virtual Task<EventDeliveryList> ListDeliveriesAsync(ListDeliveriesQuery query, CancellationToken cancellationToken = default) => inner.ListDeliveriesAsync(query, cancellationToken);

    public virtual Task<EventDelivery> GetDeliveryAsync(string @namespace, string id, CancellationToken cancellationToken = default) => inner.GetDeliveryAsync(@namespace, id, cancellationToken);

    public virtual Task<EventDelivery> ReplayDeliveryAsync(string @namespace, string id, CancellationToken cancellationToken = default) => inner.ReplayDeliveryAsync(@namespace, id, cancellationToken);

    public virtual Task<string?> VerifyWebhookAsync(WebhookSignature webhook, CancellationToken cancellationToken = default) => inner.VerifyWebhookAsync(webhook, cancellationToken);

    public virtual Task<AuditPage> ListAuditAsync(AuditQuery query, CancellationToken cancellationToken = default) => inner.ListAuditAsync(query, cancellationToken);

    public virtual Task<AuditEntry> GetAuditAsync(string id, CancellationToken cancellationToken = default) => inner.GetAuditAsync(id, cancellationToken);

    public virtual Task NoteRefusalAsync(RefusedChange change, CancellationToken cancellationToken = default) => inner.NoteRefusalAsync(change, cancellationToken);

    public virtual Task<IReadOnlyList<SavedView>> ListViewsAsync(ViewsQuery query, CancellationToken cancellationToken = default) => inner.ListViewsAsync(query, cancellationToken);

    public virtual Task<SavedView> PutViewAsync(SavedView view, bool overrides = false, CancellationToken cancellationToken = default) => inner.PutViewAsync(view, overrides, cancellationToken);

    public virtual Task DeleteViewAsync(ViewRef view, bool overrides = false, CancellationToken cancellationToken = default) => inner.DeleteViewAsync(view, overrides, cancellationToken);

    public virtual Task<IReadOnlyList<Favourite>> ListFavouritesAsync(CancellationToken cancellationToken = default) => inner.ListFavouritesAsync(cancellationToken);

    public virtual Task<IReadOnlyList<Favourite>> SetFavouriteAsync(Favourite favourite, bool isFavourite, CancellationToken cancellationToken = default) => inner.SetFavouriteAsync(favourite, isFavourite, cancellationToken);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return inner.DisposeAsync();
    }
}
