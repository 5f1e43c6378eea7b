using System.Text.Json.Nodes;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Hosting;

/// <content>Runs: what was asked, and their state before and after.</content>
internal sealed partial class AuditedWorkflowService
{
    public override Task<Workflow> CreateAsync(CreateRunRequest request, CancellationToken cancellationToken = default)
    {
        if (request.ServerDryRun || request.SubmitOptions is { DryRun: true } or { ServerDryRun: true })
        {
            return base.CreateAsync(request, cancellationToken);
        }

        var metadata = request.Workflow.Metadata;
        var change = new AuditedChange("create", WorkflowService.Plural)
        {
            Namespace = metadata.Namespace is { Length: > 0 } own ? own : request.Namespace,
            Name = request.SubmitOptions?.Name ?? metadata.Name ?? "",
            Request = AuditNotes.Of(request),
        };
        return StartAsync(change, () => base.CreateAsync(request, cancellationToken), cancellationToken);
    }

    public override Task<Workflow> SubmitAsync(SubmitRequest request, CancellationToken cancellationToken = default)
    {
        if (request.SubmitOptions is { DryRun: true } or { ServerDryRun: true })
        {
            return base.SubmitAsync(request, cancellationToken);
        }

        var asked = AuditNotes.Of(request.SubmitOptions);
        (asked["resourceKind"], asked["resourceName"]) = (request.ResourceKind, request.ResourceName);
        var change = new AuditedChange("submit", WorkflowService.Plural) { Namespace = request.Namespace, Name = request.SubmitOptions?.Name ?? "", Request = asked };
        return StartAsync(change, () => base.SubmitAsync(request, cancellationToken), cancellationToken);
    }

    public override Task<Workflow> ResubmitAsync(RunRef run, ResubmitOptions options, CancellationToken cancellationToken = default)
    {
        var change = new AuditedChange("resubmit", WorkflowService.Plural)
        {
            Namespace = run.Namespace,
            Name = run.Name,
            Request = new JsonObject { ["resubmitted"] = run.Name, ["resubmittedUid"] = run.Uid, ["memoized"] = options.Memoized, ["parameters"] = AuditNotes.Parameters(options.Parameters) },
        };
        return StartAsync(change, () => base.ResubmitAsync(run, options, cancellationToken), cancellationToken);
    }

    public override Task<Workflow> StopAsync(RunRef run, StopOptions options, CancellationToken cancellationToken = default) => SteerAsync(
        "stop", run, new JsonObject { ["nodeFieldSelector"] = options.NodeFieldSelector, ["message"] = options.Message }, () => base.StopAsync(run, options, cancellationToken), cancellationToken);

    public override Task<Workflow> TerminateAsync(RunRef run, CancellationToken cancellationToken = default) =>
        SteerAsync("terminate", run, null, () => base.TerminateAsync(run, cancellationToken), cancellationToken);

    public override Task<Workflow> SuspendAsync(RunRef run, CancellationToken cancellationToken = default) =>
        SteerAsync("suspend", run, null, () => base.SuspendAsync(run, cancellationToken), cancellationToken);

    public override Task<Workflow> ResumeAsync(RunRef run, ResumeOptions options, CancellationToken cancellationToken = default) =>
        SteerAsync("resume", run, new JsonObject { ["nodeFieldSelector"] = options.NodeFieldSelector }, () => base.ResumeAsync(run, options, cancellationToken), cancellationToken);

    public override Task<Workflow> RetryAsync(RunRef run, RetryOptions options, CancellationToken cancellationToken = default)
    {
        var asked = new JsonObject { ["restartSuccessful"] = options.RestartSuccessful, ["nodeFieldSelector"] = options.NodeFieldSelector, ["parameters"] = AuditNotes.Parameters(options.Parameters) };
        return SteerAsync("retry", run, asked, () => base.RetryAsync(run, options, cancellationToken), cancellationToken);
    }

    public override Task<Workflow> SetNodeAsync(RunRef run, SetNodeOptions options, CancellationToken cancellationToken = default)
    {
        var asked = new JsonObject
        {
            ["nodeFieldSelector"] = options.NodeFieldSelector,
            ["phase"] = options.Phase,
            ["message"] = options.Message,
            ["outputParameters"] = AuditNotes.Map(options.OutputParameters),
        };
        return SteerAsync("set", run, asked, () => base.SetNodeAsync(run, options, cancellationToken), cancellationToken);
    }

    public override Task DeleteAsync(RunRef run, DeleteOptions options, CancellationToken cancellationToken = default) => SteerAsync(
        "delete",
        run,
        new JsonObject { ["force"] = options.Force },
        async () =>
        {
            await base.DeleteAsync(run, options, cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private Task<Workflow> StartAsync(AuditedChange change, Func<Task<Workflow>> act, CancellationToken cancellationToken) => log.DoAsync(
        change,
        async () =>
        {
            var run = await act().ConfigureAwait(false);
            (change.Namespace, change.Name, change.Uid) = (run.Metadata.Namespace ?? change.Namespace, run.Metadata.Name ?? change.Name, run.Metadata.Uid);
            change.After = AuditNotes.Started(run);
            return run;
        },
        cancellationToken);

    private async Task<T> SteerAsync<T>(string action, RunRef run, JsonObject? asked, Func<Task<T>> act, CancellationToken cancellationToken)
    {
        var row = await inner.LookUpAsync(run, cancellationToken).ConfigureAwait(false);
        var change = new AuditedChange(action, WorkflowService.Plural)
        {
            Namespace = row?.Namespace ?? run.Namespace,
            Name = row?.Name ?? run.Name,
            Uid = row?.Uid ?? run.Uid,
            Request = asked,
            Before = row is null ? null : AuditNotes.Of(row),
        };
        return await log.DoAsync(
            change,
            async () =>
            {
                var changed = await act().ConfigureAwait(false);
                change.After = changed is Workflow after ? AuditNotes.StateOf(after) : null;
                return changed;
            },
            cancellationToken).ConfigureAwait(false);
    }
}
