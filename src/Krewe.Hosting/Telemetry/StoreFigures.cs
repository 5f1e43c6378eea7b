using Krewe.Engine;
using Krewe.Grains;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>What only the store and the locks know, looked up seldom: however many ask, and however often. Thread-safe.</summary>
internal sealed class StoreFigures(IRunQueries queries, IGrainFactory grains, TimeProvider time)
{
    /// <summary>How old figures may be.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    // Whoever asks for metrics asks most of all when the store is in trouble.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private Figures _latest = Figures.None;
    private DateTimeOffset _lookedUp = DateTimeOffset.MinValue;
    private Task _lookUp = Task.CompletedTask;

    /// <summary>The figures there are; looked up anew meanwhile if they are old.</summary>
    public Figures Latest
    {
        get
        {
            _ = BeginLookUp();
            return Volatile.Read(ref _latest);
        }
    }

    /// <summary>Waits until the figures are not old, or the store does not answer: then there are none.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await BeginLookUp().WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Volatile.Write(ref _latest, Figures.None);
        }
    }

    private Task BeginLookUp()
    {
        lock (_gate)
        {
            if (_lookUp.IsCompleted && time.GetUtcNow() - _lookedUp >= Freshness)
            {
                _lookedUp = time.GetUtcNow();
                _lookUp = LookUpAsync();
            }

            return _lookUp;
        }
    }

    private async Task LookUpAsync()
    {
        // Whoever asks holds the gate.
        await Task.Yield();
        try
        {
            var phases = await queries.CountByPhaseAsync(RunFilter.All).ConfigureAwait(false);
            var locks = await grains.GetGrain<ILockGrain>(ILockGrain.Key).List(null).ConfigureAwait(false);
            Volatile.Write(ref _latest, new Figures(phases, [.. locks.Where(item => !item.Name.StartsWith(AcquireLocks.AllRuns, StringComparison.Ordinal))], true));
        }
        catch (Exception)
        {
            // That it does not answer is the answer: old figures would pass for new ones.
            Volatile.Write(ref _latest, Figures.None);
        }
    }

    /// <summary>What was found.</summary>
    /// <param name="Phases">Runs by phase.</param>
    /// <param name="Locks">Locks that are held or waited for.</param>
    /// <param name="IsKnown">Whether the store answered.</param>
    internal sealed record Figures(IReadOnlyDictionary<string, long> Phases, IReadOnlyList<LockState> Locks, bool IsKnown)
    {
        public static Figures None { get; } = new(new Dictionary<string, long>(), [], false);
    }
}
