using Krewe.Cli.Rendering;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Following;

/// <summary>Follows one run to its end, with its logs if wanted.</summary>
internal sealed class RunFollower(IWorkflowService service, CliContext context)
{
    private const int LastLogLines = 10;

    private readonly CliConsole _console = context.Console;

    /// <summary>
    /// Follows until the run is over. If <paramref name="stopOnInterrupt"/>, the first Ctrl-C asks the run to stop and the second leaves it;
    /// else the first one leaves it.
    /// </summary>
    public async Task<FollowResult> FollowAsync(Workflow workflow, IRunView view, bool logs, bool stopOnInterrupt, CancellationToken cancellationToken)
    {
        var run = new RunRef(workflow.Metadata.Namespace ?? Namespaces.Default, workflow.Metadata.Name ?? "", workflow.Metadata.Uid);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var interrupt = new StopRequest(service, run, _console, leave, stopOnInterrupt);
        using var subscription = context.Interrupts.Subscribe(interrupt.Raise);
        var logging = logs ? WriteLogsAsync(run, leave.Token) : Task.CompletedTask;
        var left = false;
        try
        {
            await using (view.ConfigureAwait(false))
            {
                workflow = await WatchAsync(run, workflow, view, leave.Token).ConfigureAwait(false);
            }

            await logging.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            left = true;
        }

        await interrupt.Finished.ConfigureAwait(false);
        return new FollowResult(workflow, interrupt.Count > 0, left);
    }

    /// <summary>Tells why a run failed: the node at the root of it, and what it wrote last.</summary>
    public async Task ExplainAsync(Workflow workflow, CancellationToken cancellationToken)
    {
        if (workflow.Status?.Phase is not (WorkflowPhase.Failed or WorkflowPhase.Error))
        {
            return;
        }

        if (FailureSummary.RootCause(workflow) is not { } cause)
        {
            _console.Write(new StyledLine(new Span($"{workflow.Status.Phase}: {workflow.Status.Message}", TextStyle.Red)));
            return;
        }

        var lines = cause.Type == NodeType.Pod ? await LastLinesAsync(workflow, cause, cancellationToken).ConfigureAwait(false) : [];
        _console.Write([StyledLine.Empty, .. FailureSummary.Lines(workflow, cause, lines, _console.Settings)]);
    }

    private async Task<Workflow> WatchAsync(RunRef run, Workflow workflow, IRunView view, CancellationToken cancellationToken)
    {
        Workflow? seen = null;
        await foreach (var update in service.WatchAsync(run, new WatchOptions { Deltas = true }, cancellationToken).ConfigureAwait(false))
        {
            if (update.Type == UpdateType.Deleted)
            {
                throw new KreweException(KreweErrorCode.NotFound, $"workflow {run.Name} was deleted");
            }

            seen = update.Fold(seen);
            view.Update(seen);
        }

        return seen ?? workflow;
    }

    private async Task WriteLogsAsync(RunRef run, CancellationToken cancellationToken)
    {
        var writer = new LogWriter(_console, timestamps: false);
        await foreach (var line in service.ReadLogsAsync(new LogQuery { Run = run, Follow = true }, cancellationToken).ConfigureAwait(false))
        {
            writer.Write(line);
        }
    }

    private async Task<IReadOnlyList<string>> LastLinesAsync(Workflow workflow, NodeStatus node, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        var run = new RunRef(workflow.Metadata.Namespace ?? Namespaces.Default, workflow.Metadata.Name ?? "", workflow.Metadata.Uid);
        try
        {
            var query = new LogQuery { Run = run, Node = node.Id, TailLines = LastLogLines };
            await foreach (var line in service.ReadLogsAsync(query, cancellationToken).ConfigureAwait(false))
            {
                lines.Add(line.Content);
            }
        }
        catch (KreweException)
        {
            // The log is a help here, not the point: without it the summary is shorter.
        }

        return lines;
    }
}
