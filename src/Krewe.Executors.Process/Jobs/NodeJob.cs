using Krewe.Artifacts;
using Krewe.Exec.Protocol;
using Krewe.Executors.Process.Containers;
using Krewe.Executors.Process.View;
using Krewe.Model;

namespace Krewe.Executors.Process.Jobs;

/// <summary>Does the work of one node, from its inputs to its outputs.</summary>
/// <remarks>
/// The whole course is repeatable: every container is a step of the supervisor, and asking for a step that runs or has ended
/// attaches to it. A new engine therefore just runs the job again and passes quickly over what was done.
/// </remarks>
internal sealed partial class NodeJob(NodeWork work, INodeObserver observer, RunServices runs) : IDisposable
{
    private const string InputsDone = "inputs.done";
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);
    private readonly List<string> _steps = [];
    private CancelRequest? _cancel;
    private NodeReport? _last;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private INodeObserver _observer = observer;
    private JobServices _services = runs.Shared;
    private bool _ready;
    private Slot? _slot;
    private NodeWork _work = work;
    private SecretMask _mask = new([]);
    private TimeSpan? _duration;

    public NodeWorkId Id => _work.Id;

    private string AttemptFolder => _services.Folders.Attempt(_work.Id);

    /// <summary>The steps that the job has run, if all have ended; else null.</summary>
    public IReadOnlyList<string>? EndedSteps
    {
        get
        {
            lock (_gate)
                return _running.Count == 0 ? [.. _steps] : null;
        }
    }

    /// <summary>Completes when the job has ended, and never fails.</summary>
    public Task Completion => _ended.Task;

    /// <summary>Work asked for again: the new observer hears what was last said, and what comes.</summary>
    public void Attach(INodeObserver next)
    {
        lock (_gate)
        {
            _observer = next;
            if (_last is not null)
                next.OnReport(_last);
        }
    }

    public void Cancel(CancelRequest request)
    {
        string[] running;
        lock (_gate)
        {
            _cancel ??= request;
            running = [.. _running];
        }
        foreach (var id in running)
            _services.Supervisor.Cancel(id, request.Grace ?? GracePeriod.Of(_work.Template));
        _stop.Cancel();
    }

    /// <summary>Runs to the end and reports it. Never throws, but for the engine's own end.</summary>
    public async Task RunAsync(CancellationToken engineStops)
    {
        try
        {
            var abilities = await PrepareAsync(engineStops).ConfigureAwait(false);
            var runtime = ContainerRuntime.Of(_services);
            var privateViews = runtime is null && abilities.PrivateViews && _services.Options.PrivateViews != PrivateViews.Never;
            var lane = privateViews && abilities.Lanes && LaneChoice.IsPossible(_work, _services);
            await TakeSlotAsync(lane, engineStops).ConfigureAwait(false);
            Report(await ExecuteAsync(runtime, privateViews, lane, abilities.Limits, engineStops).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (engineStops.IsCancellationRequested)
        {
            // The steps go on without us; the next engine attaches.
        }
        catch (OperationCanceledException)
        {
            Report(Ended(NodePhase.Failed, _cancel?.Reason ?? "cancelled"));
        }
        catch (Exception e) when (e is NodeFault or SecretMissingException or ArtifactException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            Report(Ended(NodePhase.Error, e.Message));
        }
        catch (Exception e)
        {
            // A job that dies without a word would leave its node running for ever.
            Report(Ended(NodePhase.Error, "process executor: " + e.Message) with { InfrastructureFault = true });
        }
        finally
        {
            GiveSlotBack();
            _ended.TrySetResult();
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task TakeSlotAsync(bool isPlain, CancellationToken engineStops)
    {
        // What had begun under an earlier engine needs no slot to go on.
        if (_services.Supervisor.HasBegun(_work.Id))
        {
            _slot = _services.Slots.Take(isPlain);
            return;
        }
        using var either = CancellationTokenSource.CreateLinkedTokenSource(engineStops, _stop.Token);
        _slot = _services.Slots.Ask(_work.Id.RootUid, _work.Priority, isPlain, ReportWaiting);
        await _slot.Task.WaitAsync(either.Token).ConfigureAwait(false);
    }

    private void GiveSlotBack()
    {
        if (Interlocked.Exchange(ref _slot, null) is { } slot)
            _services.Slots.Release(slot, _duration);
    }

    private async Task<ExecEvent> PrepareAsync(CancellationToken engineStops)
    {
        _services = await runs.GetAsync(_work.Id.RunUid, engineStops).ConfigureAwait(false);
        if (_work.Secrets.Count > 0)
        {
            _work = SecretFilling.Fill(_work, _services.Secrets.ReadSecretText);
            _mask = new SecretMask(_work.Masks);
        }
        return await _services.Supervisor.GetAbilitiesAsync(engineStops).ConfigureAwait(false);
    }

    private async Task<NodeReport> ExecuteAsync(ContainerRuntime? runtime, bool privateViews, bool lane, bool limits, CancellationToken engineStops)
    {
        if (!lane)
            Directory.CreateDirectory(AttemptFolder, WorkFolders.OwnerOnly);
        var volumes = new VolumeFolders(_work, _services.Folders, _services.Secrets);
        var steps = new StepBuilder(_work, _services, volumes, runtime, privateViews, limits, lane);
        try
        {
            if (_work.Template.Data is not null)
                return await ListDataAsync(engineStops).ConfigureAwait(false);
            using (var either = CancellationTokenSource.CreateLinkedTokenSource(engineStops, _stop.Token))
                await PlaceArtifactsAsync(steps, volumes, either.Token).ConfigureAwait(false);
            foreach (var init in _work.Template.InitContainers ?? [])
            {
                var exit = await RunStepAsync(steps, steps.Build(init.Name ?? "init", init, Mounts(init), 0), null, engineStops).ConfigureAwait(false);
                if (Fault(init.Name ?? "init", init, exit) is { } fault)
                    return fault with { Phase = NodePhase.Error };
            }
            var sidecars = (_work.Template.Sidecars ?? []).Select(s => (Container: s, Spec: steps.Build(s.Name ?? "sidecar", s, Mounts(s), 0)))
                .Select(s => (s.Container, s.Spec, Run: RunStepAsync(steps, s.Spec, null, engineStops))).ToList();
            NodeReport report;
            try
            {
                report = _work.Template.ContainerSet is { } set
                    ? await RunSetAsync(set, steps, engineStops).ConfigureAwait(false)
                    : await RunMainAsync(steps, engineStops).ConfigureAwait(false);
            }
            finally
            {
                // Also when main could not be built; not when only the engine ends.
                foreach (var sidecar in sidecars.Where(_ => !engineStops.IsCancellationRequested))
                    _services.Supervisor.Cancel(sidecar.Spec.Id, _cancel?.Grace ?? steps.Grace);
            }
            foreach (var sidecar in sidecars)
            {
                var exit = await sidecar.Run.ConfigureAwait(false);
                // Killed by us, or by its own handling of SIGTERM.
                if (exit.ExitCode is not (0 or 137 or 143) && report.Phase == NodePhase.Succeeded && Fault(sidecar.Container.Name ?? "sidecar", sidecar.Container, exit) is { } fault)
                    report = fault with { Outputs = report.Outputs };
            }
            return report;
        }
        finally
        {
            if (!engineStops.IsCancellationRequested && !lane)
            {
                volumes.DeleteSecrets();
                steps.DeleteSecretScripts();
                SharedView.RemoveLinks(steps.LinksFile);
            }
        }
    }

    private async Task<NodeReport> RunMainAsync(StepBuilder steps, CancellationToken engineStops)
    {
        var main = (Container?)_work.Template.Container ?? _work.Template.Script ?? throw new NodeFault("the template has nothing that a process can run");
        var spec = steps.Build("main", main, main.VolumeMounts ?? [], 0);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(engineStops);
        // Most short steps end before their start is told: those are not watched at all.
        var watch = Task.CompletedTask;
        var exit = await RunStepAsync(steps, spec, start =>
        {
            steps.SharedOnHost = start.Shared;
            watch = WatchAsync(main, steps, ended.Token);
            ReportRunning(start.At);
        }, engineStops).ConfigureAwait(false);
        if (!watch.IsCompleted)
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await watch.ConfigureAwait(false);
        }
        steps.SharedOnHost = null;
        if (exit.StartedAt > 0)
            _duration = TimeSpan.FromMicroseconds(exit.FinishedAt - exit.StartedAt);
        return await FinishAsync(steps, main, exit, spec.Folder, engineStops).ConfigureAwait(false);
    }

    private async Task<NodeReport> FinishAsync(StepBuilder steps, Container main, StepExit exit, string folder, CancellationToken engineStops)
    {
        var fault = Fault("main", main, exit);
        if (exit.Lost || exit.StartError is not null)
            return fault!;
        // Only after the store has lost the end that it once had, as when it was restored from a backup.
        if (_work.CaptureResult && File.Exists(Path.Combine(folder, WorkFolders.Released)))
            return Ended(NodePhase.Error, "the step had ended and its result is gone") with { InfrastructureFault = true };
        if (_work.Template.Daemon == true && _ready)
            fault = _cancel is not null ? null : fault ?? Ended(NodePhase.Failed, $"main: Completed (exit code {exit.ExitCode}): the daemon ended by itself");
        var collector = new OutputCollector(_work, _services, steps.View("main"), folder, new SecretMask(steps.Masks));
        var outputs = await collector.CollectAsync(exit.ExitCode, engineStops).ConfigureAwait(false);
        var report = fault ?? (collector.Faults.Count > 0 ? Ended(NodePhase.Error, string.Join("; ", collector.Faults)) : Ended(NodePhase.Succeeded, null));
        return report with { Outputs = outputs, Progress = ReadProgress(steps), StartedAt = At(exit.StartedAt), FinishedAt = At(exit.FinishedAt) };
    }

    private TimeSpan? CancelledGrace()
    {
        lock (_gate)
            return _cancel is null ? null : _cancel.Grace ?? GracePeriod.Of(_work.Template);
    }

    private async Task<StepExit> RunStepAsync(StepBuilder steps, StepSpec spec, Action<ExecEvent>? started, CancellationToken engineStops)
    {
        bool cancelled;
        lock (_gate)
        {
            // One that an earlier engine started is ended and waited for below; any other does not start any more.
            cancelled = _cancel is not null;
            _running.Add(spec.Id);
            _steps.Add(spec.Id);
        }
        var exit = await _services.Supervisor.RunAsync(spec, attach: cancelled, started, CancelledGrace, engineStops).ConfigureAwait(false);
        lock (_gate)
            _running.Remove(spec.Id);
        return await steps.EndAsync(spec, exit, engineStops).ConfigureAwait(false);
    }

    private async Task PlaceArtifactsAsync(StepBuilder steps, VolumeFolders volumes, CancellationToken cancellationToken)
    {
        var view = steps.View("main");
        var main = (Container?)_work.Template.Container ?? (Container?)_work.Template.Script ?? _work.Template.ContainerSet?.Containers?.FirstOrDefault(c => c.Name == "main");
        // Volumes first: an artifact whose path lies in one is loaded into it.
        if (main is not null)
            volumes.Mount(view, (main.VolumeMounts ?? []).Concat(_work.Template.ContainerSet?.VolumeMounts ?? []).Where(m => string.IsNullOrEmpty(m.SubPathExpr)), s => s);
        var inputs = (_work.Template.Inputs?.Artifacts ?? []).Where(a => a.Path is not null).ToList();
        var done = Path.Combine(AttemptFolder, InputsDone);
        var load = inputs.Count > 0 && !File.Exists(done);
        foreach (var artifact in inputs)
        {
            var path = artifact.Path!;
            var host = view.HostPath(path);
            var staged = Path.Combine(AttemptFolder, WorkFolders.Inputs, WorkFolders.Safe(artifact.Name ?? ""));
            var inside = host != Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            if (load)
                await _services.Artifacts.LoadAsync(artifact, inside ? host : staged, cancellationToken).ConfigureAwait(false);
            if (!inside && Path.Exists(staged))
                view.Bind(staged, path);
        }
        foreach (var path in (_work.Template.Outputs?.Artifacts ?? []).Select(a => a.Path).Concat((_work.Template.Outputs?.Parameters ?? []).Select(p => p.ValueFrom?.Path)))
        {
            if (path is not null)
                view.MakePrivate(path);
        }
        if (load)
            await File.WriteAllBytesAsync(done, [], cancellationToken).ConfigureAwait(false);
    }

    private IEnumerable<VolumeMount> Mounts(UserContainer container)
    {
        var main = (Container?)_work.Template.Container ?? _work.Template.Script;
        return (container.VolumeMounts ?? []).Concat(container.MirrorVolumeMounts == true ? main?.VolumeMounts ?? [] : []);
    }

    private void Report(NodeReport report)
    {
        // Within the gate, for the order of reports.
        lock (_gate)
        {
            _last = report with { Message = _mask.Mask(report.Message), HostNodeName = _services.Options.HostName, MayWait = _services.Slots.HasWaiting };
            _observer.OnReport(_last);
        }
    }

    private static DateTimeOffset? At(long microseconds) => microseconds == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
