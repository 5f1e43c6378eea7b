using System.Runtime.CompilerServices;
using Krewe.Client;
using Krewe.Client.Wire;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Api;

/// <content>Runs.</content>
internal sealed partial class ConfinedWorkflowService
{
    private const string Plural = "workflows";

    public async Task<Workflow> CreateAsync(CreateRunRequest request, CancellationToken cancellationToken = default)
    {
        var workflow = request.Workflow;
        await RequireTemplatesAsync(request.Namespace, workflow.Spec, cancellationToken).ConfigureAwait(false);
        // What it comes to is told by doing all but the last: options, templates and the run itself may name a folder.
        var would = await inner.CreateAsync(request with { ServerDryRun = true, RequestId = null }, cancellationToken).ConfigureAwait(false);
        var placed = Placed(request.Namespace, would.Metadata);
        Require(would.Metadata.Namespace, Folders.Of(placed), role);
        return await inner.CreateAsync(request with { Workflow = workflow with { Metadata = Folders.Put(workflow.Metadata, Folders.Of(placed)) } }, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Workflow> SubmitAsync(SubmitRequest request, CancellationToken cancellationToken = default)
    {
        if (request.KindOfResource() is { } kind && !ResourceRoutes.IsClusterWide(kind))
        {
            await SeenAsync(new ResourceRef(kind, request.Namespace, request.ResourceName), cancellationToken).ConfigureAwait(false);
        }

        var options = request.SubmitOptions ?? new SubmitOptions();
        var would = await inner.SubmitAsync(request with { RequestId = null, SubmitOptions = options with { ServerDryRun = true } }, cancellationToken).ConfigureAwait(false);
        var folder = Folders.Of(Placed(request.Namespace, would.Metadata));
        Require(would.Metadata.Namespace, folder, role);
        if (folder == Folders.Of(would.Metadata))
        {
            return await inner.SubmitAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var annotation = $"{Folders.Annotation}={folder}";
        var annotations = string.IsNullOrEmpty(options.Annotations) ? annotation : $"{options.Annotations},{annotation}";
        return await inner.SubmitAsync(request with { SubmitOptions = options with { Annotations = annotations } }, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Workflow> LintAsync(string @namespace, Workflow workflow, CancellationToken cancellationToken = default)
    {
        await RequireTemplatesAsync(@namespace, workflow.Spec, cancellationToken).ConfigureAwait(false);
        return await inner.LintAsync(@namespace, workflow, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Workflow> GetAsync(RunRef run, CancellationToken cancellationToken = default) =>
        await inner.GetAsync(await SeenAsync(run, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<Workflow> StopAsync(RunRef run, StopOptions options, CancellationToken cancellationToken = default) =>
        await inner.StopAsync(await SeenAsync(run, cancellationToken).ConfigureAwait(false), options, cancellationToken).ConfigureAwait(false);

    public async Task<Workflow> TerminateAsync(RunRef run, CancellationToken cancellationToken = default) =>
        await inner.TerminateAsync(await SeenAsync(run, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<Workflow> SuspendAsync(RunRef run, CancellationToken cancellationToken = default) =>
        await inner.SuspendAsync(await SeenAsync(run, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<Workflow> ResumeAsync(RunRef run, ResumeOptions options, CancellationToken cancellationToken = default) =>
        await inner.ResumeAsync(await SeenAsync(run, cancellationToken).ConfigureAwait(false), options, cancellationToken).ConfigureAwait(false);

    public async Task<Workflow> RetryAsync(RunRef run, RetryOptions options, CancellationToken cancellationToken = default) =>
        await inner.RetryAsync(await SeenAsync(run, cancellationToken).ConfigureAwait(false), options, cancellationToken).ConfigureAwait(false);

    public async Task<Workflow> ResubmitAsync(RunRef run, ResubmitOptions options, CancellationToken cancellationToken = default) =>
        await inner.ResubmitAsync(await SeenAsync(run, cancellationToken).ConfigureAwait(false), options, cancellationToken).ConfigureAwait(false);

    public async Task<Workflow> SetNodeAsync(RunRef run, SetNodeOptions options, CancellationToken cancellationToken = default) =>
        await inner.SetNodeAsync(await SeenAsync(run, cancellationToken).ConfigureAwait(false), options, cancellationToken).ConfigureAwait(false);

    public async Task DeleteAsync(RunRef run, DeleteOptions options, CancellationToken cancellationToken = default) =>
        await inner.DeleteAsync(await SeenAsync(run, cancellationToken).ConfigureAwait(false), options, cancellationToken).ConfigureAwait(false);

    public Task<WorkflowList> ListAsync(ListRunsQuery query, CancellationToken cancellationToken = default) => inner.ListAsync(query with { Places = Places }, cancellationToken);

    public Task<RunRowPage> ListRowsAsync(RunRowsQuery query, CancellationToken cancellationToken = default) => inner.ListRowsAsync(query with { Within = null, Places = Places }, cancellationToken);

    public Task<FolderList> ListFoldersAsync(FoldersQuery query, CancellationToken cancellationToken = default) => inner.ListFoldersAsync(query with { Within = null, Places = Places }, cancellationToken);

    public Task<UsageReport> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken = default) => inner.GetUsageAsync(query with { Within = null, Places = Places }, cancellationToken);

    public Task<QueuePage> ListQueueAsync(QueueQuery query, CancellationToken cancellationToken = default) => inner.ListQueueAsync(query with { Places = Places }, cancellationToken);

    public async Task<RunWaiting> GetWaitingAsync(RunRef run, IReadOnlyList<string>? within = null, CancellationToken cancellationToken = default) =>
        await inner.GetWaitingAsync(await SeenAsync(run, cancellationToken).ConfigureAwait(false), within, cancellationToken).ConfigureAwait(false);

    public Task<IReadOnlyList<string>> ListLabelKeysAsync(string @namespace, CancellationToken cancellationToken = default)
    {
        RequireWhole(@namespace);
        return inner.ListLabelKeysAsync(@namespace, cancellationToken);
    }

    public Task<IReadOnlyList<string>> ListLabelValuesAsync(string @namespace, string key, CancellationToken cancellationToken = default)
    {
        RequireWhole(@namespace);
        return inner.ListLabelValuesAsync(@namespace, key, cancellationToken);
    }

    public async IAsyncEnumerable<WorkflowUpdate> WatchAsync(RunRef run, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var seen = await SeenAsync(run, cancellationToken).ConfigureAwait(false);
        await foreach (var update in inner.WatchAsync(seen, options, cancellationToken).ConfigureAwait(false))
        {
            yield return update;
        }
    }

    public IAsyncEnumerable<WorkflowUpdate> WatchListAsync(ListRunsQuery query, CancellationToken cancellationToken = default) => inner.WatchListAsync(query with { Places = Places }, cancellationToken);

    public async IAsyncEnumerable<LogLine> ReadLogsAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var seen = await SeenAsync(query.Run, cancellationToken).ConfigureAwait(false);
        await foreach (var line in inner.ReadLogsAsync(query with { Run = seen }, cancellationToken).ConfigureAwait(false))
        {
            yield return line;
        }
    }

    public async Task<IReadOnlyList<ArtifactEntry>> ListArtifactsAsync(RunRef run, CancellationToken cancellationToken = default) =>
        await inner.ListArtifactsAsync(await SeenAsync(run, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<ArtifactContent> OpenArtifactAsync(ArtifactRef artifact, CancellationToken cancellationToken = default) =>
        await inner.OpenArtifactAsync(artifact with { Run = await SeenAsync(artifact.Run, cancellationToken).ConfigureAwait(false) }, cancellationToken).ConfigureAwait(false);

    public async Task<UploadedArtifact> UploadArtifactAsync(ArtifactUpload upload, Stream content, CancellationToken cancellationToken = default)
    {
        await SeenAsync(new ResourceRef(ResourceKind.WorkflowTemplate, upload.Namespace, upload.WorkflowTemplate), cancellationToken).ConfigureAwait(false);
        return await inner.UploadArtifactAsync(upload, content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The run that is meant, once it is known that the caller may.</summary>
    private async Task<RunRef> SeenAsync(RunRef run, CancellationToken cancellationToken)
    {
        if (run is { Uid: not { Length: > 0 }, Name: RunRef.Latest })
        {
            // The newest of those that they may see.
            var newest = await ListRowsAsync(new RunRowsQuery { Namespace = run.Namespace, Limit = 1 }, cancellationToken).ConfigureAwait(false);
            return newest.Items is [var row] ? new RunRef(row.Namespace, row.Name, row.Uid) : throw KreweException.NotFound(Plural, run.Name);
        }

        var found = await inner.GetOverviewAsync(run, cancellationToken).ConfigureAwait(false);
        RequireSeen(found.Namespace, found.Folder, Plural, run.Name);
        return new RunRef(found.Namespace, found.Name, found.Uid);
    }
}
