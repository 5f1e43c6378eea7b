using System.Diagnostics.Metrics;
using Krewe.Executors;
using Krewe.Grains;
using Krewe.Model;

namespace Krewe.Hosting;

/// <summary>What an engine is asked for when somebody reads its metrics. Nothing of it asks the store at that moment.</summary>
internal sealed class EngineGauges
{
    private static readonly string[] Phases = [WorkflowPhase.Pending, WorkflowPhase.Running, WorkflowPhase.Succeeded, WorkflowPhase.Failed, WorkflowPhase.Error];
    private readonly ActiveRuns _runs;
    private readonly StoreFigures _figures;

    /// <summary>Puts the gauges on the engine's meter.</summary>
    public EngineGauges(EngineInstruments instruments, ActiveRuns runs, StoreFigures figures, ClusterHosts hosts, IWorkRoom? room = null)
    {
        _runs = runs;
        _figures = figures;
        var meter = instruments.Meter;
        meter.CreateObservableGauge("gauge", RunsByPhase, "{workflow}", "Workflows in each phase; all of the store, the same at each server");
        meter.CreateObservableGauge("pods_gauge", PodsByPhase, "{pod}", "Steps with containers of this server's workflows, by phase of a pod");
        meter.CreateObservableGauge("workflow_condition", RunsByCondition, "{workflow}", "Workflows of this server by condition");
        meter.CreateObservableGauge("is_leader", () => hosts.IsLeader ? 1 : 0, "{leader}", "Whether this server does what only one is to do");
        meter.CreateObservableGauge("locks_held", () => Locks(item => item.Holders.Count), "{lock}", "Holders of each lock; all of the store, the same at each server");
        meter.CreateObservableGauge("locks_pending", () => Locks(item => item.Waiters.Count), "{lock}", "Holders that wait for each lock; all of the store, the same at each server");
        meter.CreateObservableGauge("version", Version, "{unused}", "What this server is");
        meter.CreateObservableGauge("krewe.runs.active", () => _runs.Totals.Runs, "{workflow}", "Workflows that this server works on");
        meter.CreateObservableGauge("krewe.locks.waiters", () => _figures.Latest is { IsKnown: true } known ? [new Measurement<int>(known.Locks.Sum(item => item.Waiters.Count))] : Enumerable.Empty<Measurement<int>>(), "{holder}", "All that wait for locks; the same at each server");
        meter.CreateObservableGauge("krewe.storage.reachable", () => _figures.Latest.IsKnown ? 1 : 0, "{store}", "Whether the store answered when it was last asked");
        if (room is not null)
        {
            meter.CreateObservableGauge("krewe.executor.slots", () => Slots(room.Slots), "{slot}", "Places for steps on this server");
            meter.CreateObservableGauge("krewe.executor.waiting", () => room.Slots.Waiting, "{step}", "Steps that wait for a place on this server");
        }
    }

    // One that Argo calls by no name yet is pending. All phases are there, so that an alarm on one has something to look at.
    private IEnumerable<Measurement<long>> RunsByPhase()
    {
        if (_figures.Latest is not { IsKnown: true, Phases: { } found })
        {
            return [];
        }

        return Phases.Select(phase => Measure(found.GetValueOrDefault(phase) + (phase == WorkflowPhase.Pending ? found.GetValueOrDefault("") : 0), "phase", phase));
    }

    private IEnumerable<Measurement<int>> PodsByPhase()
    {
        var totals = _runs.Totals;
        return [Measure(totals.PendingPods, "phase", NodePhase.Pending), Measure(totals.RunningPods, "phase", NodePhase.Running)];
    }

    private IEnumerable<Measurement<int>> RunsByCondition()
    {
        var totals = _runs.Totals;
        return
        [
            new(totals.RunsWithPods, new("type", "PodRunning"), new("status", "True")),
            new(totals.Runs - totals.RunsWithPods, new("type", "PodRunning"), new("status", "False")),
        ];
    }

    private IEnumerable<Measurement<int>> Locks(Func<LockState, int> count) => _figures.Latest.Locks.Where(item => count(item) > 0).Select(item => new Measurement<int>(
        count(item),
        new("lock_name", item.Name),
        new("namespace", item.Name.Split('/')[0]),
        new("type", item.Name.Contains("/Mutex/", StringComparison.Ordinal) ? "mutex" : "semaphore")));

    private static Measurement<int> Version()
    {
        var version = ProductInfo.Version;
        return new(1, new("version", version.Version), new("git_commit", version.GitCommit), new("go_version", version.GoVersion), new("compiler", version.Compiler), new("platform", version.Platform));
    }

    private static IEnumerable<Measurement<int>> Slots(WorkSlots slots) =>
        [Measure(slots.Used, "state", "used"), Measure(Math.Max(0, slots.Total - slots.Used), "state", "free")];

    private static Measurement<T> Measure<T>(T value, string label, string word)
        where T : struct => new(value, new KeyValuePair<string, object?>(label, word));
}
