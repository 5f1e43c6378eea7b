using Krewe.Client;
using Krewe.Engine;
using Krewe.Grains;
using Krewe.Model;
using Krewe.Model.Runs;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <content>Starting, reading and deleting runs.</content>
internal sealed partial class WorkflowService
{
    /// <summary>How many generated names are tried, as by Kubernetes.</summary>
    private const int MostNames = 8;

    public async Task<Workflow> CreateAsync(CreateRunRequest request, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var admitted = await _admission.AdmitAsync(request, cancellationToken).ConfigureAwait(false);
            if (request.ServerDryRun || request.SubmitOptions is { DryRun: true } or { ServerDryRun: true })
            {
                return admitted.Command.Workflow;
            }

            try
            {
                return await StartAsync(admitted, request.RequestId, cancellationToken).ConfigureAwait(false);
            }
            catch (KreweException taken) when (taken.Code == KreweErrorCode.AlreadyExists && attempt < MostNames && IsNameGenerated(request))
            {
                // Another run happens to have the generated name: there are others.
            }
        }
    }

    public async Task<Workflow> SubmitAsync(SubmitRequest request, CancellationToken cancellationToken = default)
    {
        var workflow = await _admission.FromResourceAsync(request, cancellationToken).ConfigureAwait(false);
        return await CreateAsync(
            new CreateRunRequest
            {
                Namespace = request.Namespace,
                Workflow = workflow,
                SubmitOptions = request.SubmitOptions,
                RequestId = request.RequestId,
                TraceParent = request.TraceParent,
                Settings = request.Settings,
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<Workflow> LintAsync(string @namespace, Workflow workflow, CancellationToken cancellationToken = default) =>
        await _admission.LintAsync(@namespace, workflow, cancellationToken).ConfigureAwait(false);

    public async Task<Workflow> GetAsync(RunRef run, CancellationToken cancellationToken = default) =>
        await ReadAsync(await FindAsync(run, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task DeleteAsync(RunRef run, DeleteOptions options, CancellationToken cancellationToken = default)
    {
        var row = await FindAsync(run, cancellationToken).ConfigureAwait(false);
        var workflow = await ReadForDeletionAsync(row, options.Force, cancellationToken).ConfigureAwait(false);
        await CollectArtifactsAsync(row, workflow, options.Force, cancellationToken).ConfigureAwait(false);
        // First the run: as long as it lives it would have its parts begin again.
        await _runs.CallAsync(row.Uid, run => run.Abandon(), cancellationToken).ConfigureAwait(false);
        await DeletePartsAsync(row.Uid, cancellationToken).ConfigureAwait(false);
        await DeleteStoredAsync(row.Uid, cancellationToken).ConfigureAwait(false);
        await _remnants.DeleteAsync(workflow, cancellationToken).ConfigureAwait(false);

        await _objects.DeleteAsync(RunSettingsStore.KeyOf(row.Uid), cancellationToken: cancellationToken).ConfigureAwait(false);
        _hub.Publish(row.Uid);
        if (row.CronWorkflow is { } cron)
        {
            _crons.Tell(row.Namespace, cron);
        }
    }

    private async Task<Workflow> ReadForDeletionAsync(RunIndexRow row, bool force, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(row, cancellationToken).ConfigureAwait(false);
        }
        catch (KreweException damaged) when (damaged.Code == KreweErrorCode.DataLoss)
        {
            return force
                ? Summary(row)
                : throw new KreweException(KreweErrorCode.DataLoss, $"{damaged.Message}; delete with --force to leave behind what only it knows of, such as artifacts that go with it", damaged);
        }
    }

    /// <summary>Deletes the artifacts that go with their run; one that cannot be deleted keeps the run, unless that is forced.</summary>
    private async Task CollectArtifactsAsync(RunIndexRow row, Workflow workflow, bool force, CancellationToken cancellationToken)
    {
        if (force || workflow.Metadata.Finalizers?.Contains(ArtifactGCPolicy.Finalizer) != true)
        {
            return;
        }

        // Those that were to go with the end of the run too: it may be deleted before its end.
        var due = ArtifactGCPolicy.Due(workflow, _config.WorkflowDefaults, ArtifactGCPolicy.OnWorkflowDeletion, ArtifactGCPolicy.OnWorkflowCompletion);
        var outcomes = await _remover.DeleteAsync(due, cancellationToken).ConfigureAwait(false);
        if (outcomes.FirstOrDefault(outcome => outcome.Error is not null) is { } failed && !ArtifactGCPolicy.IsForced(workflow, _config.WorkflowDefaults))
        {
            await _runs.CallAsync(row.Uid, run => run.Command(new RunCommandMessage(new ArtifactsCollected { Now = _time.GetUtcNow(), Outcomes = outcomes })), cancellationToken).ConfigureAwait(false);
            throw new KreweException(
                KreweErrorCode.FailedPrecondition,
                $"run '{row.Name}' is kept: artifact '{failed.Name}' of node '{failed.NodeId}' could not be deleted: {failed.Error}; delete with --force to leave such artifacts behind");
        }
    }

    private async Task DeletePartsAsync(string uid, CancellationToken cancellationToken)
    {
        var (after, before) = RunParts.Range(uid);
        foreach (var part in await _store.ListBetweenAsync(after, before, cancellationToken).ConfigureAwait(false))
        {
            await _runs.CallAsync(part, run => run.Abandon(), cancellationToken).ConfigureAwait(false);
            await DeleteStoredAsync(part, cancellationToken).ConfigureAwait(false);
            await _remnants.DeleteAsync(part, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes what the store and this host have of a run or of a part of one.</summary>
    private async Task DeleteStoredAsync(string uid, CancellationToken cancellationToken)
    {
        await _retention.DeleteAsync(uid, cancellationToken).ConfigureAwait(false);
        foreach (var executor in _executors.All)
        {
            await executor.DeleteRunAsync(uid, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsNameGenerated(CreateRunRequest request) => string.IsNullOrEmpty(request.Workflow.Metadata.Name) && string.IsNullOrEmpty(request.SubmitOptions?.Name);

    private async Task<Workflow> StartAsync(AdmittedRun admitted, string? requestId, CancellationToken cancellationToken)
    {
        var metadata = admitted.Command.Workflow.Metadata;
        if (admitted.Settings is { } settings)
        {
            // Before the run: its first step may start before this call returns.
            await RunSettingsStore.PutAsync(_objects, metadata.Uid!, settings, cancellationToken).ConfigureAwait(false);
        }

        var key = requestId is null ? null : $"{metadata.Namespace}/{requestId}";
        // Once: whether a call that is to be made again has made the run is not known.
        var isNew = true;
        var reply = await _runs.CallAsync(
            metadata.Uid!,
            run =>
            {
                var message = new CreateRunMessage(admitted.Command, key, isNew);
                isNew = false;
                return run.Create(message);
            },
            cancellationToken).ConfigureAwait(false);
        return reply.Status switch
        {
            RunReplyStatus.Accepted => Versioned(reply.Workflow!, reply.Version),
            RunReplyStatus.Duplicate => await GetAsync(new RunRef(metadata.Namespace!, metadata.Name!, reply.ExistingUid), cancellationToken).ConfigureAwait(false),
            RunReplyStatus.NameTaken => throw KreweException.AlreadyExists(Plural, metadata.Name!),
            _ => throw new KreweException(KreweErrorCode.Internal, reply.Reason ?? $"the run could not be started ({reply.Status})"),
        };
    }
}
