using Krewe.Storage;

namespace Krewe.Hosting;

/// <content>Everything is the opened store's own.</content>
internal sealed partial class DeferredStore
{
    public Task<IReadOnlyList<CommitResult>> CommitAsync(IReadOnlyList<RunCommit> batch, CancellationToken cancellationToken = default) => Store.CommitAsync(batch, cancellationToken);

    public Task<StoredRun?> LoadAsync(string runId, CancellationToken cancellationToken = default) => Store.LoadAsync(runId, cancellationToken);

    public Task<IReadOnlyList<string>> ListBetweenAsync(string after, string before, CancellationToken cancellationToken = default) => Store.ListBetweenAsync(after, before, cancellationToken);

    public Task<IReadOnlyList<string>> ListActiveAsync(string? afterRunId, int limit, CancellationToken cancellationToken = default) => Store.ListActiveAsync(afterRunId, limit, cancellationToken);

    public Task<IReadOnlyList<string>> ListOwnedAsync(string owner, string? afterRunId, int limit, CancellationToken cancellationToken = default) => Store.ListOwnedAsync(owner, afterRunId, limit, cancellationToken);

    public Task<IReadOnlyList<string>> ListOrphansAsync(IReadOnlyCollection<string> owners, string? afterRunId, int limit, CancellationToken cancellationToken = default) => Store.ListOrphansAsync(owners, afterRunId, limit, cancellationToken);

    public Task<IReadOnlyList<DueWakeup>> ListDueWakeupsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default) => Store.ListDueWakeupsAsync(now, limit, cancellationToken);

    public Task<RunPage> ListAsync(RunFilter filter, RunOrder order, RunCursor? after, int limit, CancellationToken cancellationToken = default) => Store.ListAsync(filter, order, after, limit, cancellationToken);

    public Task<RunCounts> CountAsync(RunFilter filter, int most, CancellationToken cancellationToken = default) => Store.CountAsync(filter, most, cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> CountByPhaseAsync(RunFilter filter, CancellationToken cancellationToken = default) => Store.CountByPhaseAsync(filter, cancellationToken);

    public Task<RunChanges> ListChangesAsync(long changeNumber, string? namespaceName, int limit, CancellationToken cancellationToken = default) => Store.ListChangesAsync(changeNumber, namespaceName, limit, cancellationToken);

    public Task<RunIndexRow?> GetAsync(string uid, CancellationToken cancellationToken = default) => Store.GetAsync(uid, cancellationToken);

    public Task<RunIndexRow?> GetByNameAsync(string namespaceName, string name, CancellationToken cancellationToken = default) => Store.GetByNameAsync(namespaceName, name, cancellationToken);

    public Task<IReadOnlyList<FolderCount>> CountByFolderAsync(string? namespaceName, CancellationToken cancellationToken = default) => Store.CountByFolderAsync(namespaceName, cancellationToken);

    public Task<IReadOnlyList<string>> ListLabelsAsync(string? namespaceName, string? key, int limit, CancellationToken cancellationToken = default) => Store.ListLabelsAsync(namespaceName, key, limit, cancellationToken);

    public Task<ReadOnlyMemory<byte>?> GetDocumentAsync(string uid, CancellationToken cancellationToken = default) => Store.GetDocumentAsync(uid, cancellationToken);

    public Task<bool> DeleteAsync(string uid, CancellationToken cancellationToken = default) => Store.DeleteAsync(uid, cancellationToken);

    public Task<bool> ReleaseNameAsync(string uid, CancellationToken cancellationToken = default) => Store.ReleaseNameAsync(uid, cancellationToken);

    public Task<IReadOnlyList<string>> ListExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default) => Store.ListExpiredAsync(now, limit, cancellationToken);

    public Task<IReadOnlyList<string>> ListBeyondAsync(string phase, int keep, int limit, CancellationToken cancellationToken = default) => Store.ListBeyondAsync(phase, keep, limit, cancellationToken);

    public Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => Store.ForgetAsync(before, cancellationToken);

    public Task<StoredObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken = default) => Store.GetAsync(key, cancellationToken);

    public Task<ObjectWriteResult> PutAsync(ObjectKey key, ReadOnlyMemory<byte> payload, IReadOnlyDictionary<string, string>? labels = null, long? expectedVersion = null, CancellationToken cancellationToken = default) => Store.PutAsync(key, payload, labels, expectedVersion, cancellationToken);

    public Task<ObjectWriteResult> DeleteAsync(ObjectKey key, long? expectedVersion = null, CancellationToken cancellationToken = default) => Store.DeleteAsync(key, expectedVersion, cancellationToken);

    public Task<IReadOnlyList<StoredObject>> ListAsync(ObjectFilter filter, ObjectKey? after, int limit, CancellationToken cancellationToken = default) => Store.ListAsync(filter, after, limit, cancellationToken);

    public Task<ObjectChanges> ListChangesAsync(string kind, long version, int limit, CancellationToken cancellationToken = default) => Store.ListChangesAsync(kind, version, limit, cancellationToken);

    public Task<MemoEntry?> GetAsync(MemoKey key, CancellationToken cancellationToken = default) => Store.GetAsync(key, cancellationToken);

    public Task TouchAsync(MemoKey key, DateTimeOffset now, CancellationToken cancellationToken = default) => Store.TouchAsync(key, now, cancellationToken);

    public Task PutAsync(MemoKey key, ReadOnlyMemory<byte> payload, DateTimeOffset now, CancellationToken cancellationToken = default) => Store.PutAsync(key, payload, now, cancellationToken);

    public Task<int> CollectAsync(DateTimeOffset lastHitBefore, CancellationToken cancellationToken = default) => Store.CollectAsync(lastHitBefore, cancellationToken);

    public Task CommitCronAsync(CronState state, IReadOnlyList<CronSlot> slots, CancellationToken cancellationToken = default) => Store.CommitCronAsync(state, slots, cancellationToken);

    public Task<CronState?> LoadCronAsync(string uid, CancellationToken cancellationToken = default) => Store.LoadCronAsync(uid, cancellationToken);

    public Task<IReadOnlyList<CronState>> ListDueCronsAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default) => Store.ListDueCronsAsync(now, limit, cancellationToken);

    public Task<IReadOnlyList<CronSlot>> ListCronSlotsAsync(string uid, DateTimeOffset? before, int limit, CancellationToken cancellationToken = default) => Store.ListCronSlotsAsync(uid, before, limit, cancellationToken);

    public Task<IReadOnlyDictionary<CronSlotOutcome, long>> CountCronSlotsAsync(string uid, CancellationToken cancellationToken = default) => Store.CountCronSlotsAsync(uid, cancellationToken);

    public Task TrimCronAsync(string uid, int keep, CancellationToken cancellationToken = default) => Store.TrimCronAsync(uid, keep, cancellationToken);

    public Task WriteAuditAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken = default) => Store.WriteAuditAsync(records, cancellationToken);

    public Task<IReadOnlyList<AuditRecord>> ListAuditAsync(AuditFilter filter, AuditCursor? after, int limit, CancellationToken cancellationToken = default) => Store.ListAuditAsync(filter, after, limit, cancellationToken);

    public Task<AuditRecord?> GetAuditAsync(string id, CancellationToken cancellationToken = default) => Store.GetAuditAsync(id, cancellationToken);

    public Task<int> TrimAuditAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default) => Store.TrimAuditAsync(before, limit, cancellationToken);

    public Task ForgetCronAsync(string uid, CancellationToken cancellationToken = default) => Store.ForgetCronAsync(uid, cancellationToken);

    public Task<IReadOnlyList<PipelineRow>> ListPipelinesAsync(PipelineFilter filter, PipelineKey? after, int limit, CancellationToken cancellationToken = default) => Store.ListPipelinesAsync(filter, after, limit, cancellationToken);

    public Task<PipelineRow?> GetPipelineAsync(PipelineKey pipeline, CancellationToken cancellationToken = default) => Store.GetPipelineAsync(pipeline, cancellationToken);

    public Task<IReadOnlyList<PipelineRun>> ListPipelineRunsAsync(PipelineRunQuery query, int limit, CancellationToken cancellationToken = default) => Store.ListPipelineRunsAsync(query, limit, cancellationToken);

    public Task<IReadOnlyList<PipelineRun>> ListNewestRunsAsync(IReadOnlyCollection<PipelineKey> pipelines, int each, CancellationToken cancellationToken = default) => Store.ListNewestRunsAsync(pipelines, each, cancellationToken);

    public Task<IReadOnlyList<PipelineRun>> ListPipelinesOfRunAsync(string uid, CancellationToken cancellationToken = default) => Store.ListPipelinesOfRunAsync(uid, cancellationToken);

    public Task<UsageSums> SumUsageAsync(UsageSumQuery query, CancellationToken cancellationToken = default) => Store.SumUsageAsync(query, cancellationToken);

    public Task<DateTimeOffset> GetUsageSinceAsync(CancellationToken cancellationToken = default) => Store.GetUsageSinceAsync(cancellationToken);
}
