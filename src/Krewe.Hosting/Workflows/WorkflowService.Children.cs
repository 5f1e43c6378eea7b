using System.Globalization;
using Krewe.Client;
using Krewe.Engine;
using Krewe.Executors;
using Krewe.Grains;
using Krewe.Model;
using Krewe.Model.Runs;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <content>Runs that nodes of other runs start.</content>
internal sealed partial class WorkflowService
{
    /// <summary>The child run of a node: started if it is not there yet.</summary>
    /// <exception cref="KreweException">It is not valid, or its name is another run's.</exception>
    internal async Task<Workflow> StartChildAsync(NodeWork work, CancellationToken cancellationToken)
    {
        if (await _queries.GetAsync(work.Child!.Uid!, cancellationToken).ConfigureAwait(false) is { } row)
        {
            return await ReadAsync(row, cancellationToken).ConfigureAwait(false);
        }

        var call = work.Template.Workflow!;
        var source = call.WorkflowTemplateRef is not { } reference ? null : await _admission.FromResourceAsync(
            new SubmitRequest
            {
                Namespace = work.Namespace,
                ResourceKind = reference.ClusterScope == true ? nameof(ClusterWorkflowTemplate) : nameof(WorkflowTemplate),
                ResourceName = reference.Name ?? "",
            },
            cancellationToken).ConfigureAwait(false);
        return await StartForAsync(work, ChildRun.Of(work, source), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts a run with a uid that is known beforehand; its steps run as those of the run that wants it.</summary>
    internal async Task<Workflow> StartForAsync(NodeWork work, Workflow child, CancellationToken cancellationToken)
    {
        // It lies where the other does, whatever it runs: who may see the one may see the other.
        var (settings, folder) = await _surroundings.ReadAsync(work.Id.RootUid, inHurry: true, cancellationToken).ConfigureAwait(false);
        var placed = child with { Metadata = Folders.Put(child.Metadata, folder) };
        var admitted = await _admission.AdmitChildAsync(placed, settings, cancellationToken).ConfigureAwait(false);
        return await StartAsync(admitted, requestId: null, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(RunSettings? Settings, string Folder)> SurroundingsAsync(string uid) =>
        (await RunSettingsStore.GetAsync(_objects, uid, CancellationToken.None).ConfigureAwait(false), (await _queries.GetAsync(uid).ConfigureAwait(false))?.Folder ?? "");

    /// <summary>Takes a failed child up where it failed, once for each start of its parent's node.</summary>
    /// <returns>Whether it runs again, or has run again for this start.</returns>
    internal async Task<bool> RetryChildAsync(NodeWork work, CancellationToken cancellationToken)
    {
        var command = new RetryRun
        {
            Now = _time.GetUtcNow(),
            CommandId = "parent-attempt-" + work.Id.Attempt.ToString(CultureInfo.InvariantCulture),
            Parameters = [.. (ChildRun.ArgumentsOf(work).Parameters ?? []).Where(parameter => parameter.Value is not null).Select(parameter => $"{parameter.Name}={parameter.Value}")],
        };
        var reply = await _runs.CallAsync(work.Child!.Uid!, run => run.Command(new RunCommandMessage(command)), cancellationToken).ConfigureAwait(false);
        return reply.Status == RunReplyStatus.Accepted;
    }

    /// <summary>Ends a child run if there is one that belongs to its parent: with its exit handlers, or at once.</summary>
    internal async Task EndChildAsync(string uid, bool immediate, CancellationToken cancellationToken)
    {
        if (await _queries.GetAsync(uid, cancellationToken).ConfigureAwait(false) is not { } row
            || WorkflowPhase.IsCompleted(row.Phase)
            || !ChildRun.IsOwnedBy(Summary(row), row.Labels.GetValueOrDefault(ChildRuns.ParentUidLabel, "")))
        {
            return;
        }

        // A refusal means that it is ending already.
        RunCommand command = immediate ? new TerminateRun { Now = _time.GetUtcNow() } : new StopRun { Now = _time.GetUtcNow() };
        await _runs.CallAsync(uid, run => run.Command(new RunCommandMessage(command)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes of a run what a client of Kubernetes wants it to be, as far as a run that goes on can be changed.</summary>
    /// <exception cref="ResourceFault">Something else of it is to change.</exception>
    internal async Task ChangeRunAsync(Workflow old, Workflow wanted, CancellationToken cancellationToken)
    {
        if (!RunChange.IsPossible(old, wanted))
        {
            throw new ResourceFault($"of the run '{old.Metadata.Name}' only labels, annotations, spec.suspend and spec.shutdown can be changed, and labels and annotations only set");
        }

        foreach (var command in RunChange.Commands(old, wanted, _time.GetUtcNow()))
        {
            var reply = await _runs.CallAsync(old.Metadata.Uid!, run => run.Command(new RunCommandMessage(command)), cancellationToken).ConfigureAwait(false);
            if (reply.Status == RunReplyStatus.Rejected)
            {
                throw new ResourceFault($"the run '{old.Metadata.Name}': {reply.Reason}");
            }
        }
    }

    /// <summary>Deletes the runs that belong to a deleted one.</summary>
    internal async Task DeleteOwnedAsync(string parentUid, CancellationToken cancellationToken)
    {
        var filter = RunFilter.All with { Labels = [LabelRequirement.Is(ChildRuns.ParentUidLabel, parentUid)] };
        RunCursor? after = null;
        do
        {
            var page = await _queries.ListAsync(filter, after, LargestPage, cancellationToken).ConfigureAwait(false);
            foreach (var row in page.Rows.Where(row => ChildRun.IsOwnedBy(Summary(row), parentUid)))
            {
                await DeleteAsync(new RunRef(row.Namespace, row.Name, row.Uid), new DeleteOptions(), cancellationToken).ConfigureAwait(false);
            }

            after = page.Next;
        }
        while (after is not null);
    }
}
