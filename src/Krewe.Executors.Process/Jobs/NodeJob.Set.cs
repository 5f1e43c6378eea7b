using System.Collections.Concurrent;
using Krewe.Exec.Protocol;
using Krewe.Model;

namespace Krewe.Executors.Process.Jobs;

internal sealed partial class NodeJob
{
    // By container, of its last retry: that one's result counts.
    private readonly ConcurrentDictionary<string, string> _setFolders = new(StringComparer.Ordinal);

    private async Task<NodeReport> RunSetAsync(ContainerSetTemplate set, StepBuilder steps, CancellationToken engineStops)
    {
        var containers = set.Containers ?? [];
        var states = containers.ToDictionary(c => c.Name ?? "", _ => new ContainerReport(NodePhase.Pending, null, null, null, null), StringComparer.Ordinal);
        var exits = containers.ToDictionary(c => c.Name ?? "", _ => new TaskCompletionSource<StepExit?>(TaskCreationOptions.RunContinuationsAsynchronously), StringComparer.Ordinal);
        await Task.WhenAll(containers.Select(c => RunMemberAsync(c, set, steps, states, exits, engineStops))).ConfigureAwait(false);

        NodeReport? fault = null;
        foreach (var container in containers)
        {
            if (await exits[container.Name ?? ""].Task.ConfigureAwait(false) is { } exit)
                fault ??= Fault(container.Name ?? "", container, exit);
        }
        var main = containers.FirstOrDefault(c => c.Name == "main");
        if (main is null || await exits["main"].Task.ConfigureAwait(false) is not { } mainExit)
            return await WithLogsAsync((fault ?? Ended(NodePhase.Succeeded, null)) with { Containers = Copy(states) }, set, engineStops).ConfigureAwait(false);
        var report = await FinishAsync(steps, main, mainExit, _setFolders.GetValueOrDefault("main") ?? steps.Folder("main"), engineStops).ConfigureAwait(false);
        if (fault is not null && report.Phase == NodePhase.Succeeded)
            report = fault with { Outputs = report.Outputs };
        return await WithLogsAsync(report with { Containers = Copy(states) }, set, engineStops).ConfigureAwait(false);
    }

    // That of main comes with main's outputs.
    private async Task<NodeReport> WithLogsAsync(NodeReport report, ContainerSetTemplate set, CancellationToken engineStops)
    {
        if (!_work.ArchiveLogs)
            return report;
        var artifacts = report.Outputs?.Artifacts?.ToList() ?? [];
        foreach (var name in (set.Containers ?? []).Select(c => c.Name ?? ""))
        {
            if (_setFolders.TryGetValue(name, out var folder) && !artifacts.Exists(a => a.Name == name + "-logs"))
                artifacts.Add(await OutputCollector.SaveLogAsync(name, folder, _work, _services, engineStops).ConfigureAwait(false));
        }
        return report with { Outputs = (report.Outputs ?? new Outputs()) with { Artifacts = artifacts } };
    }

    private async Task RunMemberAsync(
        ContainerNode container,
        ContainerSetTemplate set,
        StepBuilder steps,
        Dictionary<string, ContainerReport> states,
        Dictionary<string, TaskCompletionSource<StepExit?>> exits,
        CancellationToken engineStops)
    {
        var name = container.Name ?? "";
        var mine = exits[name];
        try
        {
            foreach (var dependency in container.Dependencies ?? [])
            {
                if (!exits.TryGetValue(dependency, out var other))
                    throw new NodeFault($"container \"{name}\" depends on \"{dependency}\", which does not exist");
                if (await other.Task.ConfigureAwait(false) is { ExitCode: 0 })
                    continue;
                Set(states, name, new ContainerReport(NodePhase.Failed, null, $"dependency \"{dependency}\" failed", null, null));
                mine.TrySetResult(null);
                return;
            }
            var exit = await RunWithRetriesAsync(container, set, steps, states, engineStops).ConfigureAwait(false);
            Set(states, name, new ContainerReport(exit.ExitCode == 0 ? NodePhase.Succeeded : NodePhase.Failed, exit.ExitCode, Fault(name, container, exit)?.Message, At(exit.StartedAt), At(exit.FinishedAt)));
            mine.TrySetResult(exit);
        }
        catch (Exception e)
        {
            mine.TrySetException(e);
            throw;
        }
    }

    private async Task<StepExit> RunWithRetriesAsync(ContainerNode container, ContainerSetTemplate set, StepBuilder steps, Dictionary<string, ContainerReport> states, CancellationToken engineStops)
    {
        var name = container.Name ?? "";
        var retries = set.RetryStrategy?.Retries?.AsInt() ?? 0;
        for (var retry = 0; ; retry++)
        {
            var spec = steps.Build(name, container, (container.VolumeMounts ?? []).Concat(set.VolumeMounts ?? []), retry);
            _setFolders[name] = spec.Folder;
            var exit = await RunStepAsync(steps, spec, start => Set(states, name, new ContainerReport(NodePhase.Running, null, null, At(start.At), null)), engineStops).ConfigureAwait(false);
            if (exit.ExitCode == 0 || exit.Lost || exit.StartError is not null || exit.KilledFor is not null || retry >= retries)
                return exit;
            if (ParseDuration(set.RetryStrategy?.Duration) is { Ticks: > 0 } pause)
                await Task.Delay(pause, _services.Time, engineStops).ConfigureAwait(false);
        }
    }

    private void Set(Dictionary<string, ContainerReport> states, string name, ContainerReport state)
    {
        lock (states)
            states[name] = state;
        if (state.Phase == NodePhase.Running || state.Phase == NodePhase.Failed || state.Phase == NodePhase.Succeeded)
            Report(new NodeReport { Id = _work.Id, Phase = NodePhase.Running, Containers = Copy(states) });
    }

    private static Dictionary<string, ContainerReport> Copy(Dictionary<string, ContainerReport> states)
    {
        lock (states)
            return new Dictionary<string, ContainerReport>(states, StringComparer.Ordinal);
    }

    // Go's durations as far as people write them here: 500ms, 10s, 2m, 1h; a bare number is seconds.
    private static TimeSpan ParseDuration(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return TimeSpan.Zero;
        var digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        if (!double.TryParse(text.AsSpan(0, digits), System.Globalization.CultureInfo.InvariantCulture, out var number))
            throw new NodeFault($"duration \"{text}\" is not valid");
        return text[digits..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "" or "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => throw new NodeFault($"duration \"{text}\" is not valid"),
        };
    }
}
