namespace Krewe.Storage;

/// <summary>The read side of runs, live and ended as one list. Reads see a consistent moment and never wait for the writer.</summary>
public interface IRunQueries
{
    /// <summary>The name that stands for the run created last.</summary>
    const string Latest = "@latest";

    /// <summary>One page.</summary>
    /// <param name="filter">Which runs.</param>
    /// <param name="order">In which order.</param>
    /// <param name="after">Where to go on; null for the beginning.</param>
    /// <param name="limit">At most so many rows.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<RunPage> ListAsync(RunFilter filter, RunOrder order, RunCursor? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>How many runs there are in each phase; phases without a run are left out.</summary>
    /// <param name="filter">Which runs.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyDictionary<string, long>> CountByPhaseAsync(RunFilter filter, CancellationToken cancellationToken = default);

    /// <summary>
    /// The same, but not beyond a bound, so that it takes no longer than somebody who looks at a list will wait. A filter of
    /// namespace, places and phases alone is counted wholly.
    /// </summary>
    /// <param name="filter">Which runs.</param>
    /// <param name="most">Counting stops when so many are found.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<RunCounts> CountAsync(RunFilter filter, int most, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs that changed after a number. A row is reported when it satisfies the filter's namespace; the rest of the filter
    /// is for the watcher to apply, who alone knows whether a run that stopped matching had been shown. Changes come in the
    /// order in which batches were committed; those of one batch, which are different runs', in any order.
    /// </summary>
    /// <param name="changeNumber">The number seen last.</param>
    /// <param name="namespaceName">Only this namespace; null for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<RunChanges> ListChangesAsync(long changeNumber, string? namespaceName, int limit, CancellationToken cancellationToken = default);

    /// <summary>The row of one run, or null.</summary>
    /// <param name="uid">Its uid.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<RunIndexRow?> GetAsync(string uid, CancellationToken cancellationToken = default);

    /// <summary>The run that holds the name, else the newest that had it; <see cref="Latest"/> is the newest of the namespace.</summary>
    /// <param name="namespaceName">The namespace.</param>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<RunIndexRow?> GetByNameAsync(string namespaceName, string name, CancellationToken cancellationToken = default);

    /// <summary>Keys of labels that runs have, or the values of one key; in order, each once.</summary>
    /// <param name="namespaceName">Of runs in this namespace; null for all.</param>
    /// <param name="key">The label whose values are wanted; null for the keys.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <remarks>This one reads every run; a store that keeps labels apart does better.</remarks>
    async Task<IReadOnlyList<string>> ListLabelsAsync(string? namespaceName, string? key, int limit, CancellationToken cancellationToken = default)
    {
        const int pageSize = 500;
        var found = new SortedSet<string>(StringComparer.Ordinal);
        RunCursor? after = null;
        do
        {
            var page = await ListAsync(new RunFilter { Namespace = namespaceName }, RunOrder.Newest, after, pageSize, cancellationToken).ConfigureAwait(false);
            foreach (var (name, value) in page.Rows.SelectMany(row => row.Labels))
            {
                if (key is null)
                {
                    found.Add(name);
                }
                else if (key == name)
                {
                    found.Add(value);
                }
            }

            after = page.Next;
        }
        while (after is not null);
        return [.. found.Take(limit)];
    }

    /// <summary>How many runs lie in each folder itself; those in no folder are left out. In any order.</summary>
    /// <param name="namespaceName">Of runs in this namespace; null for all.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyList<FolderCount>> CountByFolderAsync(string? namespaceName, CancellationToken cancellationToken = default);

    /// <summary>The document of a run that has ended; null while it is live or when there is none.</summary>
    /// <param name="uid">Its uid.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<ReadOnlyMemory<byte>?> GetDocumentAsync(string uid, CancellationToken cancellationToken = default);
}
