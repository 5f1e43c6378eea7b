using System.Globalization;
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
        var filter = RunFilters.Of(query, _time.GetUtcNow());
        using var watch = _hub.Watch(uid: null);
        var resumed = ResumePoint(query.ResourceVersion);
        var seen = resumed;
        var known = new HashSet<string>(StringComparer.Ordinal);
        RunCursor? after = null;
        while (resumed is null)
        {
            var page = await _queries.ListAsync(filter.Stored, after, LargestPage, cancellationToken).ConfigureAwait(false);
            // The number of the first page: what changes while the others are read is told once more.
            seen ??= page.ChangeNumber;
            foreach (var row in page.Rows.Where(filter.Matches))
            {
                known.Add(row.Uid);
                yield return new WorkflowUpdate { Type = UpdateType.Added, Object = await ListedAsync(row, query, cancellationToken).ConfigureAwait(false) };
            }

            if ((after = page.Next) is null)
            {
                break;
            }
        }

        while (true)
        {
            var changes = await _queries.ListChangesAsync(seen!.Value, query.Namespace.Length == 0 ? null : query.Namespace, LargestPage, cancellationToken).ConfigureAwait(false);
            if (changes.TooOld)
            {
                throw new KreweException(KreweErrorCode.OutOfRange, $"too old resource version: {seen}; list again");
            }

            seen = Math.Max(seen.Value, changes.UpTo);
            foreach (var change in changes.Changes)
            {
                if (change.Row is { } row && filter.Matches(row) && filter.MatchesStored(row))
                {
                    // A resumed watch cannot know what was shown before it: what has started, the watcher has seen.
                    var added = known.Add(row.Uid) && (resumed is null || row.StartedAt is null);
                    var type = added ? UpdateType.Added : UpdateType.Modified;
                    yield return new WorkflowUpdate { Type = type, Object = await ListedAsync(row, query, cancellationToken).ConfigureAwait(false) };
                }
                else if (known.Remove(change.Uid) || (resumed is not null && change.Row is null))
                {
                    var metadata = new ObjectMeta { Name = change.Name, Namespace = change.Namespace, Uid = change.Uid, ResourceVersion = Number(change.ChangeNumber) };
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

    private static long? ResumePoint(string? resourceVersion) => string.IsNullOrEmpty(resourceVersion) || resourceVersion == "0"
        ? null
        : long.TryParse(resourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new KreweException(KreweErrorCode.InvalidArgument, $"resourceVersion: \"{resourceVersion}\" is not one of ours");

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<Workflow> ListedAsync(RunIndexRow row, ListRunsQuery query, CancellationToken cancellationToken) =>
        query.IncludeNodes ? await ReadAsync(row, cancellationToken).ConfigureAwait(false) : Summary(row);
}
