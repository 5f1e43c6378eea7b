using Krewe.Client;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <content>The log of who changed what.</content>
internal sealed partial class WorkflowService
{
    private const int UsualAuditPage = 100;

    public async Task<AuditPage> ListAuditAsync(AuditQuery query, CancellationToken cancellationToken = default)
    {
        var limit = query.Limit == 0 ? UsualAuditPage : Math.Clamp(query.Limit, 1, LargestPage);
        var (filter, after) = (AuditEntries.FilterOf(query), AuditEntries.PlaceOf(query.Cursor));
        await _audit.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        var records = await _auditStore.ListAuditAsync(filter, after, limit + 1, cancellationToken).ConfigureAwait(false);
        return new AuditPage
        {
            Items = [.. records.Take(limit).Select(AuditEntries.Of)],
            Cursor = records.Count > limit ? AuditEntries.TokenOf(records[limit - 1]) : null,
        };
    }

    public async Task<AuditEntry> GetAuditAsync(string id, CancellationToken cancellationToken = default)
    {
        await _audit.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        return await _auditStore.GetAuditAsync(id, cancellationToken).ConfigureAwait(false) is { } record
            ? AuditEntries.WithDetail(record)
            : throw new KreweException(KreweErrorCode.NotFound, $"the log has no change \"{id}\"");
    }

    public Task NoteRefusalAsync(RefusedChange change, CancellationToken cancellationToken = default) =>
        _audit.NoteAsync(new AuditedChange(change.Action, change.Kind) { Namespace = change.Namespace, Name = change.Name }, AuditOutcome.Refused, change.Message);

    /// <summary>The row of a run, as it is before a change; null when there is none.</summary>
    internal Task<RunIndexRow?> LookUpAsync(RunRef run, CancellationToken cancellationToken) => run.Uid is { Length: > 0 } uid
        ? _queries.GetAsync(uid, cancellationToken)
        : _queries.GetByNameAsync(run.Namespace, run.Name, cancellationToken);
}
