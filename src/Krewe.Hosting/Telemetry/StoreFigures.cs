using Krewe.Engine;
using Krewe.Grains;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>What only the store and the locks know, looked up every five seconds at most: however many ask, and however often. Thread-safe.</summary>
internal sealed class StoreFigures
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    // Whoever asks for metrics asks most of all when the store is in trouble.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly IRunQueries _queries;
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly Seldom<bool> _lookUp;
    private Figures _latest = Figures.None;

    public StoreFigures(IRunQueries queries, IGrainFactory grains, TimeProvider time)
    {
        (_queries, _grains, _time) = (queries, grains, time);
        _lookUp = new Seldom<bool>(LookUpAsync, Freshness, time);
    }

    /// <summary>The figures there are; looked up anew meanwhile if they are old.</summary>
    public Figures Latest
    {
        get
        {
            _ = _lookUp.GetAsync();
            return Volatile.Read(ref _latest);
        }
    }

    /// <summary>Waits until the figures are not old, or the store does not answer: then there are none.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _lookUp.GetAsync().WaitAsync(Patience, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Volatile.Write(ref _latest, Figures.None);
        }
    }

    private async Task<bool> LookUpAsync()
    {
        try
        {
            var phases = await _queries.CountByPhaseAsync(RunFilter.All).ConfigureAwait(false);
            var locks = await _grains.GetGrain<ILockGrain>(ILockGrain.Key).List(null).ConfigureAwait(false);
            Volatile.Write(ref _latest, new Figures(phases, [.. locks.Where(item => !item.Name.StartsWith(AcquireLocks.AllRuns, StringComparison.Ordinal))], true));
        }
        catch (Exception)
        {
            // That it does not answer is the answer: old figures would pass for new ones.
            Volatile.Write(ref _latest, Figures.None);
        }

        return _latest.IsKnown;
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
