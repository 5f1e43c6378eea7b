using Krewe.Client;
using Krewe.Executors;
using Krewe.Model;
using Krewe.Model.Runs;
using Microsoft.Extensions.Hosting;

namespace Krewe.Hosting;

/// <summary>Does the work of <c>workflow</c> templates: starts a child run, waits for it and takes its outputs.</summary>
/// <remarks>
/// Nothing is kept here. The parent's log says that the node has work, the child's name and uid follow from parent and node, and
/// the child's end is in its own log: whichever of the two is lost and comes back finds the other by that name. So a child
/// is started once, and its end reaches the parent at least once, where the first report of an attempt counts.
/// </remarks>
internal sealed class ChildRunExecutor(Func<WorkflowService> workflows, RunWaiter waiter, TimeProvider time, IHostApplicationLifetime lifetime)
    : InProcessExecutor(time, lifetime.ApplicationStopping)
{
    public override bool CanExecute(Template template) => template.Workflow is not null;

    public override async Task CancelAsync(NodeWorkId id, CancelRequest request, CancellationToken cancellationToken)
    {
        await base.CancelAsync(id, request, cancellationToken).ConfigureAwait(false);
        // After a restart nobody waits for the child of a node that has ended meanwhile.
        await workflows().EndChildAsync(ChildRuns.Uid(id.RunUid, id.NodeId), request.Grace == TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
    }

    public override async Task DeleteRunAsync(string runUid, CancellationToken cancellationToken)
    {
        await base.DeleteRunAsync(runUid, cancellationToken).ConfigureAwait(false);
        await workflows().DeleteOwnedAsync(runUid, cancellationToken).ConfigureAwait(false);
    }

    protected override async Task<WorkOutcome> DoAsync(NodeWork work, RunningWork running, CancellationToken cancellationToken)
    {
        Workflow child;
        try
        {
            child = await workflows().StartChildAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (KreweException refused) when (refused.Code is not (KreweErrorCode.Unavailable or KreweErrorCode.Internal))
        {
            return WorkOutcome.Error($"workflow '{work.Child!.Name}' could not be started: {refused.Message}");
        }

        if (work.Template.Workflow!.Wait == false)
        {
            return new WorkOutcome(NodePhase.Succeeded, $"started workflow '{child.Metadata.Name}'");
        }

        // A child of an earlier start of the node failed then: the parent's retry takes it up where it failed.
        var mayRetry = ChildRun.AttemptOf(child) < work.Id.Attempt;
        while (true)
        {
            if (await waiter.UntilEndedAsync(work.Child!.Uid!, cancellationToken).ConfigureAwait(false) is not { } row)
            {
                return WorkOutcome.Error($"workflow '{work.Child.Name}' was deleted");
            }

            if (mayRetry && row.Phase != WorkflowPhase.Succeeded && await workflows().RetryChildAsync(work, cancellationToken).ConfigureAwait(false))
            {
                mayRetry = false;
                continue;
            }

            // What lists show of it has all that counts, however large it was.
            return ChildRun.OutcomeOf(WorkflowService.Summary(row), work.Template.Outputs);
        }
    }

    // The node ends with its child: only then is nothing of it at work any more.
    protected override async Task<WorkOutcome> EndAsync(NodeWork work, CancelRequest request)
    {
        if (work.Template.Workflow!.Wait != false)
        {
            await workflows().EndChildAsync(work.Child!.Uid!, request.Grace == TimeSpan.Zero, Stopping).ConfigureAwait(false);
            await waiter.UntilEndedAsync(work.Child.Uid!, Stopping).ConfigureAwait(false);
        }

        return new WorkOutcome(NodePhase.Failed, request.Reason);
    }
}
