using System.Runtime.CompilerServices;
using Krewe.Client;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <content>What happens while it happens.</content>
internal sealed partial class WorkflowService
{
    /// <summary>Least time between two updates of one run: a burst of finished steps is one picture.</summary>
    private static readonly TimeSpan LeastUpdateGap = TimeSpan.FromMilliseconds(40);

    private static readonly TimeSpan CostOfNode = TimeSpan.FromMicroseconds(50);

    public async IAsyncEnumerable<WorkflowUpdate> WatchAsync(RunRef run, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var row = await FindAsync(run, cancellationToken).ConfigureAwait(false);
        using var watch = _hub.Watch(row.Uid);
        Workflow? last = null;
        while (true)
        {
            if (await _queries.GetAsync(row.Uid, cancellationToken).ConfigureAwait(false) is not { } current)
            {
                yield return new WorkflowUpdate { Type = UpdateType.Deleted, Object = last ?? Summary(row) };
                yield break;
            }

            var workflow = await ReadAsync(current, cancellationToken).ConfigureAwait(false);
            yield return new WorkflowUpdate { Type = last is null ? UpdateType.Added : UpdateType.Modified, Object = workflow };
            if (WorkflowPhase.IsCompleted(workflow.Status?.Phase))
            {
                yield break;
            }

            last = workflow;
            await watch.WaitAsync(cancellationToken).ConfigureAwait(false);
            // A large run costs more to show, so it is shown less often.
            var gap = LeastUpdateGap + (CostOfNode * (workflow.Status?.Nodes?.Count ?? 0));
            await Task.Delay(gap, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    public async IAsyncEnumerable<WorkflowUpdate> WatchListAsync(ListRunsQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var filter = RunFilters.Of(query);
        using var watch = _hub.Watch(uid: null);
        var seen = 0L;
        var known = new HashSet<string>(StringComparer.Ordinal);
        RunCursor? after = null;
        do
        {
            var page = await _queries.ListAsync(filter.Stored, after, LargestPage, cancellationToken).ConfigureAwait(false);
            foreach (var row in page.Rows.Where(filter.Matches))
            {
                seen = Math.Max(seen, row.ChangeNumber);
                known.Add(row.Uid);
                yield return new WorkflowUpdate { Type = UpdateType.Added, Object = await ListedAsync(row, query, cancellationToken).ConfigureAwait(false) };
            }

            after = page.Next;
        }
        while (after is not null);

        while (true)
        {
            var changes = await _queries.ListChangesAsync(seen, query.Namespace.Length == 0 ? null : query.Namespace, LargestPage, cancellationToken).ConfigureAwait(false);
            seen = Math.Max(seen, changes.UpTo);
            foreach (var change in changes.Changes)
            {
                if (change.Row is { } row && filter.Matches(row) && filter.MatchesStored(row))
                {
                    var type = known.Add(row.Uid) ? UpdateType.Added : UpdateType.Modified;
                    yield return new WorkflowUpdate { Type = type, Object = await ListedAsync(row, query, cancellationToken).ConfigureAwait(false) };
                }
                else if (known.Remove(change.Uid))
                {
                    var metadata = new ObjectMeta { Name = change.Name, Namespace = change.Namespace, Uid = change.Uid };
                    yield return new WorkflowUpdate { Type = UpdateType.Deleted, Object = new Workflow { Metadata = metadata } };
                }
            }

            if (changes.Changes.Count == 0)
            {
                await watch.WaitAsync(cancellationToken).ConfigureAwait(false);
                await Task.Delay(LeastUpdateGap, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public IAsyncEnumerable<LogLine> ReadLogsAsync(LogQuery query, CancellationToken cancellationToken = default) => _logs.ReadAsync(this, query, cancellationToken);

    private async Task<Workflow> ListedAsync(RunIndexRow row, ListRunsQuery query, CancellationToken cancellationToken) =>
        query.IncludeNodes ? await ReadAsync(row, cancellationToken).ConfigureAwait(false) : Summary(row);
}
