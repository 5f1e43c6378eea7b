using System.Text.RegularExpressions;
using Krewe.Exec.Protocol;
using Krewe.Model;

namespace Krewe.Executors.Process.Jobs;

internal sealed partial class NodeJob
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    private void ReportWaiting()
    {
        lock (_gate)
        {
            // Its turn may just have come.
            if (_last is null)
                Report(new NodeReport { Id = _work.Id, Phase = NodePhase.Pending, Message = $"Waiting for a free slot ({_services.Slots.Used} in use)" });
        }
    }

    private void ReportRunning(long startedAt)
    {
        var ready = _work.Template.Daemon == true && _work.Template.Container?.ReadinessProbe is null;
        if (ready)
            BecomeReady();
        Report(new NodeReport { Id = _work.Id, Phase = NodePhase.Running, StartedAt = At(startedAt), Ready = ready, PodIP = _work.Template.Daemon == true ? "127.0.0.1" : null });
    }

    /// <summary>A daemon that is ready lives as long as those it serves: keeping its slot, a few of them would let nobody else run.</summary>
    private void BecomeReady()
    {
        _ready = true;
        GiveSlotBack();
    }

    private NodeReport Ended(string phase, string? message) => new() { Id = _work.Id, Phase = phase, Message = message, FinishedAt = _services.Time.GetUtcNow() };

    /// <summary>The report for a container that did not end well, or null.</summary>
    private NodeReport? Fault(string name, Container container, StepExit exit)
    {
        var outputs = new Outputs { ExitCode = exit.ExitCode.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        return exit switch
        {
            { Lost: true } => Ended(NodePhase.Error, "the supervisor of local processes ended, and the step with it") with { InfrastructureFault = true },
            { StartErrno: 2 } => Ended(NodePhase.Failed, $"{name}: Error (exit code 64): {exit.StartError}{Advice(container)}") with { Outputs = outputs with { ExitCode = "64" } },
            { StartError: { } error } => Ended(NodePhase.Error, $"{name}: Error (exit code 64): {error}") with { Outputs = outputs with { ExitCode = "64" } },
            { KilledFor: StepExit.Deadline } => Ended(NodePhase.Failed, "Step exceeded its deadline"),
            { KilledFor: StepExit.Cancelled } when _cancel is not null => Ended(NodePhase.Failed, _cancel.Reason),
            { ExitCode: 0 } => null,
            { OutOfMemory: true } => Ended(NodePhase.Failed, $"{name}: OOMKilled (exit code {exit.ExitCode})"),
            _ => Ended(NodePhase.Failed, $"{name}: Error (exit code {exit.ExitCode})"),
        } is { } report ? report with { Outputs = report.Outputs ?? outputs, StartedAt = At(exit.StartedAt), FinishedAt = At(exit.FinishedAt) ?? report.FinishedAt } : null;
    }

    private string Advice(Container container) => _services.Runtime is not (null or "" or "process") ? "" : string.IsNullOrEmpty(container.Image)
        ? ": install the program, or give its full path"
        : $": the step asks for image \"{container.Image}\", which local processes do not use: install the program, run the image itself with --runtime podman, or say what to run instead with --shim {container.Image}=<command> or --shim \"{container.Image} {(container.Command is [] or null ? "<program>" : container.Command[0])}=<command>\"";

    /// <summary>While main runs: reports progress it tells of, and when a daemon becomes ready.</summary>
    private async Task WatchAsync(Container main, StepBuilder steps, CancellationToken cancellationToken)
    {
        string? progress = null;
        var probe = _work.Template.Daemon == true && main.ReadinessProbe is { } declared ? new ReadinessProbe(declared) : null;
        try
        {
            while (true)
            {
                await Task.Delay(probe is not null && !_ready ? probe.Period : WatchInterval, _services.Time, cancellationToken).ConfigureAwait(false);
                if (probe is not null && !_ready && await probe.IsReadyAsync(steps, steps.Build("main", main, main.VolumeMounts ?? [], 0), _services.Supervisor, cancellationToken).ConfigureAwait(false))
                {
                    BecomeReady();
                    Report(new NodeReport { Id = _work.Id, Phase = NodePhase.Running, Ready = true, PodIP = "127.0.0.1", Progress = progress });
                }
                if (ReadProgress(steps) is { } now && now != progress)
                    Report(new NodeReport { Id = _work.Id, Phase = NodePhase.Running, Ready = _ready, PodIP = _ready ? "127.0.0.1" : null, Progress = progress = now });
            }
        }
        catch (OperationCanceledException)
        {
            // Main has ended.
        }
    }

    private static string? ReadProgress(StepBuilder steps)
    {
        try
        {
            var text = File.Exists(steps.ProgressFile) ? File.ReadAllText(steps.ProgressFile).Trim() : "";
            return ProgressText().IsMatch(text) ? text : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    [GeneratedRegex("^[0-9]+/[1-9][0-9]*$")]
    private static partial Regex ProgressText();
}
