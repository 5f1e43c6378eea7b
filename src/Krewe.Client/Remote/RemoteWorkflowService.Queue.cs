using Krewe.Client.Wire;

namespace Krewe.Client;

public sealed partial class RemoteWorkflowService
{
    /// <inheritdoc/>
    public Task<QueuePage> ListQueueAsync(QueueQuery query, CancellationToken cancellationToken = default) => GetAsync(
        ListRoutes.Queue + new QueryText()
            .Add("namespace", query.Namespace.Length == 0 ? null : query.Namespace)
            .Add("limit", query.Limit == 0 ? null : Number(query.Limit))
            .Add("cursor", query.Cursor),
        WireJson.Default.QueuePage,
        cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Whose names may be told is for the server to say.</remarks>
    public Task<RunWaiting> GetWaitingAsync(RunRef run, IReadOnlyList<string>? within = null, CancellationToken cancellationToken = default) => GetAsync(
        $"{ListRoutes.Runs}/{Escape(run.Namespace)}/{Escape(run.Name)}/waiting" + new QueryText().Add("uid", run.Uid),
        WireJson.Default.RunWaiting,
        cancellationToken);
}
