using System.Runtime.CompilerServices;
using System.Text.Json;
using Krewe.Client.Wire;

namespace Krewe.Client;

public sealed partial class RemoteWorkflowService
{
    private const string WithoutNodes = "-result.object.status.nodes";

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkflowUpdate> WatchAsync(RunRef run, WatchOptions options, CancellationToken cancellationToken = default) =>
        UpdatesAsync(RunPath(run, "/watch") + new QueryText().Add("uid", run.Uid).Add("deltas", options.Deltas), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkflowUpdate> WatchListAsync(ListRunsQuery query, CancellationToken cancellationToken = default) => UpdatesAsync(
        query.Filter is null
            ? $"/api/v1/workflow-events/{Escape(query.Namespace)}" + ListText(query, WithoutNodes)
            : ListRoutes.WorkflowEvents + FilteredText(query, WithoutNodes),
        cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<LogLine> ReadLogsAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var path = RunPath(query.Run, "/log") + new QueryText()
            .Add("uid", query.Run.Uid)
            .Add("podName", query.Node)
            .Add("logOptions.container", query.Container)
            .Add("logOptions.follow", query.Follow)
            .Add("logOptions.tailLines", query.TailLines?.ToString())
            .Add("logOptions.sinceTime", query.Since)
            .Add("grep", query.Grep)
            .Add("selector", query.Selector);
        await foreach (var json in StreamAsync(path, cancellationToken).ConfigureAwait(false))
        {
            var line = json.Deserialize(WireJson.Default.LogBody)!;
            yield return new LogLine
            {
                Content = line.Content,
                PodName = line.PodName,
                NodeId = line.NodeId,
                Time = line.Time,
                Container = line.Container,
                Stream = line.Stream,
            };
        }
    }

    private async IAsyncEnumerable<WorkflowUpdate> UpdatesAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var json in StreamAsync(path, cancellationToken).ConfigureAwait(false))
        {
            var body = json.Deserialize(WireJson.Default.UpdateBody)!;
            yield return new WorkflowUpdate
            {
                Type = body.Type,
                Object = ResourceRoutes.ReadWorkflow(body.Object),
                IsDelta = body.IsDelta ?? false,
                RemovedNodes = body.RemovedNodes,
            };
        }
    }
}
