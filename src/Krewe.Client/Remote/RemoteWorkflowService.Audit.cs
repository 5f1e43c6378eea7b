using Krewe.Client.Wire;

namespace Krewe.Client;

public sealed partial class RemoteWorkflowService
{
    /// <inheritdoc/>
    public Task<AuditPage> ListAuditAsync(AuditQuery query, CancellationToken cancellationToken = default)
    {
        var text = new QueryText()
            .Add("namespace", query.Namespace.Length == 0 ? null : query.Namespace)
            .Add("actor", query.Actor)
            .Add("action", query.Action)
            .Add("kind", query.Kind)
            .Add("name", query.Name)
            .Add("uid", query.Uid)
            .Add("outcome", query.Outcome)
            .Add("from", query.From)
            .Add("before", query.Before)
            .Add("limit", query.Limit == 0 ? null : Number(query.Limit))
            .Add("cursor", query.Cursor);
        return GetAsync(ListRoutes.Audit + text, WireJson.Default.AuditPage, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AuditEntry> GetAuditAsync(string id, CancellationToken cancellationToken = default) =>
        GetAsync($"{ListRoutes.Audit}/{Escape(id)}", WireJson.Default.AuditEntry, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Only the server's own doors write into its log.</remarks>
    public Task NoteRefusalAsync(RefusedChange change, CancellationToken cancellationToken = default) =>
        throw new KreweException(KreweErrorCode.Unimplemented, "what a door refuses is written down where the door is");
}
