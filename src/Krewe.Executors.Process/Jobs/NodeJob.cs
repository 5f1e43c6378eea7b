using Krewe.Artifacts;
using Krewe.Exec.Protocol;
using Krewe.Executors.Process.View;
using Krewe.Model;

namespace Krewe.Executors.Process.Jobs;

/// <summary>Does the work of one node, from its inputs to its outputs.</summary>
/// <remarks>
/// The whole course is repeatable: every container is a step of the supervisor, and asking for a step that runs or has ended
/// attaches to it. A new engine therefore just runs the job again and passes quickly over what was done.
/// </remarks>
internal sealed partial class NodeJob(NodeWork work, INodeObserver observer, JobServices services) : IDisposable
{
    private const string InputsDone = "inputs.done";
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);
    private CancelRequest? _cancel;
    private NodeReport? _last;
    private INodeObserver _observer = observer;
    private bool _ready;

    private string AttemptFolder => services.Folders.Attempt(work.Id);

    /// <summary>Whether the work had begun under an earlier engine.</summary>
    private bool HasBegun => Directory.Exists(AttemptFolder);

    /// <summary>Work asked for again: the new observer hears what was last said, and what comes.</summary>
    public void Attach(INodeObserver next)
    {
        NodeReport? last;
        lock (_gate)
        {
            _observer = next;
            last = _last;
        }
        if (last is not null)
            next.OnReport(last);
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
            services.Supervisor.Cancel(id, request.Grace ?? TimeSpan.FromSeconds(30));
        _stop.Cancel();
    }

    /// <summary>Runs to the end and reports it. Never throws, but for the engine's own end.</summary>
    public async Task RunAsync(CancellationToken engineStops)
    {
        var slot = services.Slots.TryTake(force: HasBegun);
        try
        {
            if (!slot)
            {
                Report(new NodeReport { Id = work.Id, Phase = NodePhase.Pending, Message = $"Waiting for a free slot ({services.Slots.Used} in use)" });
                using var either = CancellationTokenSource.CreateLinkedTokenSource(engineStops, _stop.Token);
                await services.Slots.TakeAsync(either.Token).ConfigureAwait(false);
                slot = true;
            }
            Report(await ExecuteAsync(engineStops).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (engineStops.IsCancellationRequested)
        {
            // The steps go on without us; the next engine attaches.
        }
        catch (OperationCanceledException)
        {
            Report(Ended(NodePhase.Failed, _cancel?.Reason ?? "cancelled"));
        }
        catch (Exception e) when (e is NodeFault or ArtifactException or IOException or UnauthorizedAccessException or ArgumentException)
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
            if (slot)
                services.Slots.Release();
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task<NodeReport> ExecuteAsync(CancellationToken engineStops)
    {
        var abilities = await services.Supervisor.GetAbilitiesAsync(engineStops).ConfigureAwait(false);
        Directory.CreateDirectory(AttemptFolder, WorkFolders.OwnerOnly);
        var volumes = new VolumeFolders(work, services.Folders, services.Secrets);
        var steps = new StepBuilder(work, services, volumes, abilities.PrivateViews);
        try
        {
            if (work.Template.Data is not null)
                return await ListDataAsync(engineStops).ConfigureAwait(false);
            await PlaceArtifactsAsync(steps, engineStops).ConfigureAwait(false);
            foreach (var init in work.Template.InitContainers ?? [])
            {
                var exit = await RunStepAsync(steps.Build(init.Name ?? "init", init, Mounts(init), 0), null, engineStops).ConfigureAwait(false);
                if (Fault(init.Name ?? "init", init, exit) is { } fault)
                    return fault with { Phase = NodePhase.Error };
            }
            var sidecars = (work.Template.Sidecars ?? []).Select(s => (Container: s, Spec: steps.Build(s.Name ?? "sidecar", s, Mounts(s), 0)))
                .Select(s => (s.Container, s.Spec, Run: RunStepAsync(s.Spec, null, engineStops))).ToList();
            var report = work.Template.ContainerSet is { } set
                ? await RunSetAsync(set, steps, engineStops).ConfigureAwait(false)
                : await RunMainAsync(steps, engineStops).ConfigureAwait(false);
            foreach (var sidecar in sidecars)
                services.Supervisor.Cancel(sidecar.Spec.Id, _cancel?.Grace ?? TimeSpan.FromSeconds(30));
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
            if (!engineStops.IsCancellationRequested)
                volumes.DeleteSecrets();
        }
    }

    private async Task<NodeReport> RunMainAsync(StepBuilder steps, CancellationToken engineStops)
    {
        var main = (Container?)work.Template.Container ?? work.Template.Script ?? throw new NodeFault("the template has nothing that a process can run");
        var spec = steps.Build("main", main, main.VolumeMounts ?? [], 0);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(engineStops);
        var watch = WatchAsync(main, steps, ended.Token);
        var exit = await RunStepAsync(spec, at => ReportRunning(at), engineStops).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await watch.ConfigureAwait(false);
        return await FinishAsync(steps, main, exit, spec.Folder, engineStops).ConfigureAwait(false);
    }

    private async Task<NodeReport> FinishAsync(StepBuilder steps, Container main, StepExit exit, string folder, CancellationToken engineStops)
    {
        var fault = Fault("main", main, exit);
        if (exit.Lost || exit.StartError is not null)
            return fault!;
        if (work.Template.Daemon == true && _ready)
            fault = _cancel is not null ? null : fault ?? Ended(NodePhase.Failed, $"main: Completed (exit code {exit.ExitCode}): the daemon ended by itself");
        var collector = new OutputCollector(work, services, steps.View("main"), folder);
        var outputs = await collector.CollectAsync(exit.ExitCode, engineStops).ConfigureAwait(false);
        var report = fault ?? (collector.Faults.Count > 0 ? Ended(NodePhase.Error, string.Join("; ", collector.Faults)) : Ended(NodePhase.Succeeded, null));
        return report with { Outputs = outputs, Progress = ReadProgress(steps), StartedAt = At(exit.StartedAt), FinishedAt = At(exit.FinishedAt) };
    }

    private async Task<StepExit> RunStepAsync(StepSpec spec, Action<long>? started, CancellationToken engineStops)
    {
        lock (_gate)
        {
            if (_cancel is not null)
                return new StepExit { ExitCode = 143, Signal = 15, KilledFor = StepExit.Cancelled };
            _running.Add(spec.Id);
        }
        var exit = await services.Supervisor.RunAsync(spec, started, engineStops).ConfigureAwait(false);
        lock (_gate)
            _running.Remove(spec.Id);
        return exit;
    }

    private async Task PlaceArtifactsAsync(StepBuilder steps, CancellationToken cancellationToken)
    {
        var view = steps.View("main");
        var main = (Container?)work.Template.Container ?? (Container?)work.Template.Script ?? work.Template.ContainerSet?.Containers?.FirstOrDefault(c => c.Name == "main");
        // Volumes first: an artifact whose path lies in one is loaded into it.
        if (main is not null)
            new VolumeFolders(work, services.Folders, services.Secrets).Mount(view, (main.VolumeMounts ?? []).Concat(work.Template.ContainerSet?.VolumeMounts ?? []).Where(m => string.IsNullOrEmpty(m.SubPathExpr)), s => s);
        var done = Path.Combine(AttemptFolder, InputsDone);
        var load = !File.Exists(done);
        foreach (var artifact in work.Template.Inputs?.Artifacts ?? [])
        {
            if (artifact.Path is not { } path)
                continue;
            var host = view.HostPath(path);
            var staged = Path.Combine(AttemptFolder, "inputs", WorkFolders.Safe(artifact.Name ?? ""));
            var inside = host != Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            if (load)
                await services.Artifacts.LoadAsync(artifact, inside ? host : staged, cancellationToken).ConfigureAwait(false);
            if (!inside && Path.Exists(staged))
                view.Bind(staged, path);
        }
        foreach (var path in (work.Template.Outputs?.Artifacts ?? []).Select(a => a.Path).Concat((work.Template.Outputs?.Parameters ?? []).Select(p => p.ValueFrom?.Path)))
        {
            if (path is not null)
                view.MakePrivate(path);
        }
        if (load)
            await File.WriteAllBytesAsync(done, [], cancellationToken).ConfigureAwait(false);
    }

    private async Task<NodeReport> ListDataAsync(CancellationToken cancellationToken)
    {
        var source = work.Template.Data?.Source?.ArtifactPaths ?? throw new NodeFault("data: source.artifactPaths is missing");
        var prefix = Artifacts.Drivers.KeyDriver.KeyOf(source) ?? throw new NodeFault("data: the location of source.artifactPaths cannot be listed by this executor");
        var keys = new List<string>();
        await foreach (var found in services.Store.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
            keys.Add(found.Key);
        var result = System.Text.Json.JsonSerializer.Serialize(keys, ModelJson.Default.IReadOnlyListString);
        return Ended(NodePhase.Succeeded, null) with { Outputs = new Outputs { Result = result, ExitCode = "0" }, StartedAt = services.Time.GetUtcNow() };
    }

    private IEnumerable<VolumeMount> Mounts(UserContainer container)
    {
        var main = (Container?)work.Template.Container ?? work.Template.Script;
        return (container.VolumeMounts ?? []).Concat(container.MirrorVolumeMounts == true ? main?.VolumeMounts ?? [] : []);
    }

    private void Report(NodeReport report)
    {
        INodeObserver to;
        lock (_gate)
        {
            _last = report = report with { HostNodeName = Environment.MachineName };
            to = _observer;
        }
        to.OnReport(report);
    }

    private static DateTimeOffset? At(long microseconds) => microseconds == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
