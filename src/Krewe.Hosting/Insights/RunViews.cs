using Krewe.Model;
using Krewe.Model.Analysis;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Views of the runs that somebody looks at just now.</summary>
/// <remarks>
/// A run is read whole, a document from the store or a live run from its grain, since that is how it is kept; but once for each of its
/// versions and not for each page. For the runs kept here it is also known what changed when. Thread-safe.
/// </remarks>
/// <param name="time">The clock.</param>
internal sealed class RunViews(TimeProvider time)
{
    /// <summary>Nodes of all runs kept together: some 200 MB at most.</summary>
    private const int MostNodes = 200_000;

    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <summary>The run as it is at the row's version.</summary>
    /// <param name="row">The row.</param>
    /// <param name="read">Reads it whole.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <param name="part">Uid of the part of it that is meant; null for the run itself.</param>
    public async Task<RunView> GetAsync(RunIndexRow row, Func<RunIndexRow, CancellationToken, Task<Workflow>> read, CancellationToken cancellationToken, string? part = null) =>
        (await RefreshAsync(part ?? row.Uid, row, read, cancellationToken).ConfigureAwait(false)).View!;

    /// <summary>The run, and the IDs of nodes that changed or went after a version; null when that is not known.</summary>
    public async Task<(RunView View, IReadOnlyList<string>? Changed, IReadOnlyList<string> Removed)> ChangesAsync(
        RunIndexRow row, long since, Func<RunIndexRow, CancellationToken, Task<Workflow>> read, CancellationToken cancellationToken)
    {
        var kept = await RefreshAsync(row.Uid, row, read, cancellationToken).ConfigureAwait(false);
        lock (kept)
        {
            return since < kept.KnownSince || since > kept.View!.Version
                ? (kept.View!, null, [])
                : (kept.View!, [.. kept.Changed.Where(entry => entry.Value > since).Select(entry => entry.Key)], [.. kept.Removed.Where(entry => entry.Value > since).Select(entry => entry.Key)]);
        }
    }

    private async Task<Kept> RefreshAsync(string key, RunIndexRow row, Func<RunIndexRow, CancellationToken, Task<Workflow>> read, CancellationToken cancellationToken)
    {
        Kept? kept;
        lock (_gate)
        {
            if (!_kept.TryGetValue(key, out kept))
            {
                _kept[key] = kept = new Kept();
            }

            kept.UsedAt = time.GetUtcNow();
        }

        await kept.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (kept.View is null || kept.View.Version < row.ChangeNumber)
            {
                var workflow = await read(row, cancellationToken).ConfigureAwait(false);
                kept.Take(new RunView(row.ChangeNumber, workflow, NodeTree.Of([.. workflow.Status?.Nodes?.Values ?? []])));
                DropSome(key);
            }
        }
        finally
        {
            kept.Gate.Release();
        }

        return kept;
    }

    private void DropSome(string except)
    {
        lock (_gate)
        {
            var old = time.GetUtcNow() - Unused;
            var total = _kept.Values.Sum(kept => kept.Size);
            foreach (var (uid, kept) in _kept.OrderBy(entry => entry.Value.UsedAt).ToList())
            {
                if (uid != except && (total > MostNodes || kept.UsedAt < old))
                {
                    _kept.Remove(uid);
                    total -= kept.Size;
                }
            }
        }
    }

    private sealed class Kept
    {
        private Dictionary<string, NodeMark>? _marks;

        public SemaphoreSlim Gate { get; } = new(1);

        public RunView? View { get; private set; }

        public DateTimeOffset UsedAt { get; set; }

        public int Size { get; private set; }

        /// <summary>Changes are known from this version on.</summary>
        public long KnownSince { get; private set; }

        /// <summary>Version at which a node was last seen to have changed.</summary>
        public Dictionary<string, long> Changed { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, long> Removed { get; } = new(StringComparer.Ordinal);

        public void Take(RunView view)
        {
            lock (this)
            {
                // A run that was over when it was first seen hardly changes any more: nothing is remembered of it.
                if (View is null)
                {
                    KnownSince = view.Version;
                    _marks = WorkflowPhase.IsCompleted(view.Phase) ? null : Marks(view);
                }
                else if (_marks is null)
                {
                    (KnownSince, _marks) = (view.Version, Marks(view));
                    Changed.Clear();
                    Removed.Clear();
                }
                else
                {
                    Compare(view, _marks);
                }

                (View, Size) = (view, view.Tree.Count);
            }
        }

        private void Compare(RunView view, Dictionary<string, NodeMark> before)
        {
            var now = Marks(view);
            foreach (var (id, mark) in now)
            {
                if (!before.TryGetValue(id, out var old) || old != mark)
                {
                    Changed[id] = view.Version;
                    Removed.Remove(id);
                }
            }

            foreach (var id in before.Keys.Where(id => !now.ContainsKey(id)))
            {
                Removed[id] = view.Version;
                Changed.Remove(id);
            }

            _marks = now;
        }

        private static Dictionary<string, NodeMark> Marks(RunView view) => view.Tree.Nodes.ToDictionary(node => node.Id, NodeMark.Of, StringComparer.Ordinal);
    }
}
