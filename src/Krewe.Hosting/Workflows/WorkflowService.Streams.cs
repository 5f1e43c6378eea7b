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
    private static readonly TimeSpan CostOfNodeAndWatcher = TimeSpan.FromMicroseconds(3);

    public async IAsyncEnumerable<WorkflowUpdate> WatchAsync(RunRef run, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var row = await FindAsync(run, cancellationToken).ConfigureAwait(false);
        using var watch = _hub.Watch(row.Uid);
        Workflow? last = null;
        while (true)
        {
            if (await _pictures.ReadAsync(row.Uid, inHurry: last is null, cancellationToken).ConfigureAwait(false) is not { } workflow)
            {
                yield return new WorkflowUpdate { Type = UpdateType.Deleted, Object = last ?? Summary(row) };
                yield break;
            }

            yield return last is null ? new WorkflowUpdate { Type = UpdateType.Added, Object = workflow }
                : options.Deltas ? await _deltas.BetweenAsync(last, workflow).WaitAsync(cancellationToken).ConfigureAwait(false)
                : new WorkflowUpdate { Type = UpdateType.Modified, Object = workflow };
            if (WorkflowPhase.IsCompleted(workflow.Status?.Phase))
            {
                yield break;
            }

            last = workflow;
            await watch.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // What is asked for is read at once: who asks for what means nothing is told so before a stream begins.
    public IAsyncEnumerable<WorkflowUpdate> WatchListAsync(ListRunsQuery query, CancellationToken cancellationToken = default) =>
        WatchListAsync(query, RunFilters.Of(query, _time.GetUtcNow()), ResumePoint(query.ResourceVersion), cancellationToken);

    private async IAsyncEnumerable<WorkflowUpdate> WatchListAsync(ListRunsQuery query, RunFilters filter, long? resumed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = _hub.Watch(uid: null);
        var seen = resumed;
        // Each run with the number of the change that it was shown after.
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        RunCursor? after = null;
        while (resumed is null)
        {
            var page = await _queries.ListAsync(filter.Stored, after, LargestPage, cancellationToken).ConfigureAwait(false);
            // The number of the first page: what changes while the others are read is told once more.
            seen ??= page.ChangeNumber;
            foreach (var row in page.Rows.Where(filter.Matches))
            {
                if (await ListedAsync(row, query, inHurry: true, cancellationToken).ConfigureAwait(false) is { } workflow)
                {
                    known[row.Uid] = NumberOf(workflow);
                    yield return new WorkflowUpdate { Type = UpdateType.Added, Object = workflow };
                }
            }

            if ((after = page.Next) is null)
            {
                break;
            }
        }

        while (true)
        {
            var changes = await _changes.ReadAsync((seen!.Value, query.Namespace), inHurry: false, cancellationToken).ConfigureAwait(false);
            if (changes.TooOld)
            {
                throw new KreweException(KreweErrorCode.OutOfRange, $"too old resource version: {seen}; list again");
            }

            seen = Math.Max(seen.Value, changes.UpTo);
            foreach (var change in changes.Changes)
            {
                if (change.Row is { } row && filter.Matches(row) && filter.MatchesStored(row))
                {
                    var isKnown = known.TryGetValue(row.Uid, out var shown);
                    // What was shown may have been read after this change already; and a run may be gone by now, of which another change tells.
                    if ((isKnown && row.ChangeNumber <= shown) || await ListedAsync(row, query, inHurry: false, cancellationToken).ConfigureAwait(false) is not { } workflow)
                    {
                        continue;
                    }

                    // A resumed watch cannot know what was shown before it: what has started, the watcher has seen.
                    var type = !isKnown && (resumed is null || row.StartedAt is null) ? UpdateType.Added : UpdateType.Modified;
                    known[row.Uid] = NumberOf(workflow);
                    yield return new WorkflowUpdate { Type = type, Object = workflow };
                }
                else if (known.Remove(change.Uid) || (resumed is not null && change.Row is null && query.Places is null))
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

    private static long NumberOf(Workflow workflow) => long.Parse(workflow.Metadata.ResourceVersion!, CultureInfo.InvariantCulture);

    private Task<Workflow?> ListedAsync(RunIndexRow row, ListRunsQuery query, bool inHurry, CancellationToken cancellationToken) =>
        query.IncludeNodes ? _pictures.ReadAsync(row.Uid, inHurry, cancellationToken) : Task.FromResult<Workflow?>(Summary(row));

    /// <summary>The whole run as it is now; null when there is none.</summary>
    private async Task<Workflow?> PictureAsync(string uid) =>
        await _queries.GetAsync(uid).ConfigureAwait(false) is { } row ? await TryReadAsync(row, CancellationToken.None).ConfigureAwait(false) : null;

    /// <summary>A large run costs more to show, and to many more so: it is shown less often.</summary>
    private static TimeSpan PaceOf(Workflow? workflow, int watchers) =>
        LeastUpdateGap + ((CostOfNode + (CostOfNodeAndWatcher * watchers)) * (workflow?.Status?.Nodes?.Count ?? 0));
}
