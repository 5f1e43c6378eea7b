using Krewe.Model;
using Krewe.Storage;
using Krewe.Testing;

namespace Krewe.Grains.Tests.Locks;

/// <summary>A cluster as the lock grain sees it: a database, runs that come for locks, and activations that come and go.</summary>
internal sealed class LockWorld
{
    private readonly Dictionary<string, LockRun> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _limits;
    private readonly List<LockRun> _holding = [];
    private Task<LockActivation>? _present;

    public LockWorld(Interleaving interleaving, int faults, Dictionary<string, int> limits)
    {
        Interleaving = interleaving;
        _limits = limits;
        Objects = new UncertainObjects(new InMemoryStore(), interleaving) { Faults = faults };
        Grains = Answering.Of<IGrainFactory>((method, arguments) => method.GetGenericArguments() is [var grain] && grain == typeof(ILockGrain)
            ? Answering.Of<ILockGrain>((call, _) => call.Name == nameof(ILockGrain.Refresh) ? CallAsync(async locks => { await locks.Refresh(); return true; }) : throw new NotSupportedException(call.Name))
            : _runs[(string)arguments[0]!].Grain);
        Queries = Answering.Of<IRunQueries>((method, arguments) => method.Name == nameof(IRunQueries.GetAsync) ? RowAsync((string)arguments[0]!) : throw new NotSupportedException(method.Name));
        var configMaps = Answering.Of<IConfigMaps>((_, arguments) => LimitAsync((string)arguments[2]!));
        Limits = new LockLimits(Objects, configMaps, Answering.Of<IRunLimits>((_, _) => null));
        interleaving.WhenIdle = SweepAsync;
    }

    public Interleaving Interleaving { get; }

    public UncertainObjects Objects { get; }

    public IGrainFactory Grains { get; }

    public IRunQueries Queries { get; }

    public LockLimits Limits { get; }

    /// <summary>Runs in the order in which they got their locks.</summary>
    public List<string> Served { get; } = [];

    public LockRun MakeRun(string name, int priority, params string[] locks)
    {
        var run = new LockRun(this, name, priority, locks);
        _runs.Add(name, run);
        return run;
    }

    /// <summary>A call to whichever activation is there; it may be lost with it.</summary>
    public async Task<T> CallAsync<T>(Func<ILockGrain, Task<T>> call)
    {
        await Interleaving.StepAsync();
        var activation = await PresentAsync();
        var answer = await activation.CallAsync(call);
        await Interleaving.StepAsync();
        return activation.IsLost ? throw new SiloUnavailableException("the silo of the locks is gone") : answer;
    }

    /// <summary>The silo of the grain is declared dead while it may still act; runs are told to ask again, as they are when a host goes.</summary>
    public async Task LoseActivationAsync()
    {
        if (_present is { IsCompletedSuccessfully: true } present)
        {
            Interleaving.Note("the silo of the locks is gone");
            (await present).IsLost = true;
            _present = null;
            await Interleaving.StepAsync();
            foreach (var run in _runs.Values)
            {
                run.AskAgain();
            }
        }
    }

    /// <summary>The timer of the activation that is there.</summary>
    public async Task SweepAsync() => await (await PresentAsync()).SweepAsync();

    /// <summary>A run learnt that it holds its locks. Never more than the limit, all of them or none.</summary>
    public void Hold(LockRun run)
    {
        Interleaving.Note($"{run.Name} holds {string.Join('+', run.Locks)}");
        Served.Add(run.Name);
        _holding.Add(run);
        foreach (var name in run.Locks)
        {
            var holders = _holding.Where(other => other.Locks.Contains(name)).Select(other => other.Name).ToList();
            Interleaving.Check(holders.Count <= _limits[name], $"{name} is held by {string.Join(", ", holders)}; its limit is {_limits[name]}");
        }
    }

    public void LetGo(LockRun run)
    {
        Interleaving.Note($"{run.Name} lets go");
        Interleaving.Check(_holding.Remove(run), $"{run.Name} had nothing to let go");
    }

    private async Task<LockActivation> PresentAsync()
    {
        while (true)
        {
            var present = _present ??= ActivateAsync();
            var activation = await present;
            if (!activation.IsLeaving)
            {
                return activation;
            }

            await activation.Left;
            _present = _present == present ? null : _present;
        }
    }

    private async Task<LockActivation> ActivateAsync()
    {
        var activation = new LockActivation(this);
        await activation.ActivateAsync();
        Interleaving.Note("activated");
        return activation;
    }

    private async Task<RunIndexRow?> RowAsync(string uid)
    {
        await Interleaving.StepAsync();
        return new RunIndexRow { Uid = uid, Namespace = "ns", Name = uid, CreatedAt = LockRun.Created, Phase = _runs[uid].IsOver ? WorkflowPhase.Failed : WorkflowPhase.Running };
    }

    private async Task<string?> LimitAsync(string key)
    {
        await Interleaving.StepAsync();
        return _limits[key].ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
