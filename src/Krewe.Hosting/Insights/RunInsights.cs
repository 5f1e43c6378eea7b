using Krewe.Client;
using Krewe.Model;
using Krewe.Model.Analysis;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>What a run's page shows, out of views of runs and the pipelines they belong to.</summary>
internal sealed class RunInsights(RunViews views, IPipelineStore pipelines, PipelineCatalog catalog, FailureHistories histories, RunLogs logs)
{
    private const int MostCauses = 10;
    private const int LinesOfCause = 20;

    /// <summary>How a run is read whole.</summary>
    public delegate Task<Workflow> Read(RunIndexRow row, CancellationToken cancellationToken);

    public PipelineCatalog Catalog => catalog;

    public IPipelineStore Pipelines => pipelines;

    public Task<RunView> ViewAsync(RunIndexRow row, Read read, CancellationToken cancellationToken) => views.GetAsync(row, read.Invoke, cancellationToken);

    /// <summary>One part of a run; it is as old as the run's row at most.</summary>
    public Task<RunView> PartViewAsync(RunIndexRow row, string partUid, Read read, CancellationToken cancellationToken) => views.GetAsync(row, read.Invoke, cancellationToken, partUid);

    public async Task<RunOverview> OverviewAsync(RunIndexRow row, CancellationToken cancellationToken) => new()
    {
        Uid = row.Uid,
        Namespace = row.Namespace,
        Name = row.Name,
        Phase = RunRows.PhaseOf(row.Phase),
        Version = row.ChangeNumber,
        CreatedAt = row.CreatedAt,
        StartedAt = row.StartedAt,
        FinishedAt = row.FinishedAt,
        Message = row.Message,
        Creator = row.Creator,
        Folder = row.Folder,
        Suspended = row.Suspended,
        Labels = row.Labels,
        Parameters = row.Parameters,
        Pipelines = [.. (await pipelines.ListPipelinesOfRunAsync(row.Uid, cancellationToken).ConfigureAwait(false)).Select(PipelineItems.MembershipOf)],
    };

    public async Task<FailureReport> ExplainAsync(RunIndexRow row, Read read, CancellationToken cancellationToken)
    {
        var view = await ViewAsync(row, read, cancellationToken).ConfigureAwait(false);
        var causes = RootCauses.Of(view.Tree);
        var shown = causes.Take(MostCauses).ToList();
        var history = await HistoryAsync(row, view, shown, cancellationToken).ConfigureAwait(false);
        var told = new List<FailureCause>(shown.Count);
        foreach (var cause in shown)
        {
            told.Add(await TellAsync(view, cause, history, cancellationToken).ConfigureAwait(false));
        }

        return new FailureReport
        {
            Uid = row.Uid,
            Name = row.Name,
            Phase = view.Phase,
            Message = view.Workflow.Status?.Message,
            CauseCount = causes.Count,
            Causes = told,
        };
    }

    public async Task<NodeChanges> ChangesAsync(RunIndexRow row, long since, Read read, CancellationToken cancellationToken)
    {
        var (view, changed, removed) = await views.ChangesAsync(row, since, read.Invoke, cancellationToken).ConfigureAwait(false);
        return new NodeChanges
        {
            Uid = view.Uid,
            Phase = view.Phase,
            Version = view.Version,
            // So many are read sooner as pages.
            Resync = changed is null or { Count: > NodePages.MostInAll },
            Items = changed is null or { Count: > NodePages.MostInAll } ? [] : [.. changed.Select(view.Tree.Find).OfType<TreeNode>().Select(node => NodeItems.Of(view, node))],
            Removed = removed,
        };
    }

    private async Task<IReadOnlyDictionary<string, FailureHistory>> HistoryAsync(RunIndexRow row, RunView view, List<RootCause> causes, CancellationToken cancellationToken)
    {
        if (causes.Count == 0 || (await pipelines.ListPipelinesOfRunAsync(row.Uid, cancellationToken).ConfigureAwait(false)) is not { Count: > 0 } members)
        {
            return new Dictionary<string, FailureHistory>();
        }

        // A template has the runs that all its triggers start.
        var member = members.OrderBy(item => PipelineRef.Kinds.ToList().IndexOf(item.Pipeline.Kind)).First();
        var steps = StepSummaries.Of(row.Name, [.. view.Workflow.Status?.Nodes?.Values ?? []]).ToDictionary(step => step.Path, step => step.Message, StringComparer.Ordinal);
        var messages = causes.Select(cause => StepPath.Of(row.Name, cause.Step.Name)).Distinct(StringComparer.Ordinal)
            .ToDictionary(path => path, path => steps.GetValueOrDefault(path), StringComparer.Ordinal);
        return await histories.OfAsync(member, messages, cancellationToken).ConfigureAwait(false);
    }

    private async Task<FailureCause> TellAsync(RunView view, RootCause cause, IReadOnlyDictionary<string, FailureHistory> history, CancellationToken cancellationToken)
    {
        var (node, step) = (cause.Node, cause.Step);
        var (range, missing) = node.Status?.Type is NodeType.Pod or NodeType.Container
            ? await logs.TryReadEndAsync(view.Workflow, node.Status, LinesOfCause, cancellationToken).ConfigureAwait(false)
            : (null, null);
        var path = StepPath.Of(view.Workflow.Metadata.Name ?? "", step.Name);
        return new FailureCause
        {
            NodeId = node.Id,
            DisplayName = step.DisplayName,
            Step = path,
            Type = node.Type,
            Phase = node.Phase,
            Template = NodeItems.TemplateOf(node.Status),
            TemplateSource = node.Status?.TemplateRef is { Name: { Length: > 0 } source } reference ? reference.ClusterScope == true ? "cluster/" + source : source : null,
            Message = node.Status?.Message,
            ExitCode = NodeItems.ExitCodeOf(node.Status),
            Attempts = cause.Attempts,
            StartedAt = node.StartedAt,
            FinishedAt = node.FinishedAt,
            PodName = NodeItems.PodOf(view.Workflow, node.Status),
            ChildRun = node.Status?.ChildWorkflow?.Name,
            Log = range,
            LogMissing = missing,
            History = history.GetValueOrDefault(path),
        };
    }
}
