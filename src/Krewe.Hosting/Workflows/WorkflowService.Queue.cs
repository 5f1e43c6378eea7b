using System.Globalization;
using Krewe.Client;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <content>What waits, and why.</content>
internal sealed partial class WorkflowService
{
    private const int UsualQueuePage = 100;

    /// <summary>So many of those that stand in no line are looked at: what else there is is told by lists of runs.</summary>
    private const int MostOutOfLine = 1000;

    public async Task<RunWaiting> GetWaitingAsync(RunRef run, IReadOnlyList<string>? within = null, CancellationToken cancellationToken = default)
    {
        var row = await FindAsync(run, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Waiting> waits = [];
        if (!WorkflowPhase.IsCompleted(row.Phase))
        {
            var lines = new LockLines(await Locks.List(null).WaitAsync(cancellationToken).ConfigureAwait(false), within);
            waits = new RunWaits(await ReadAsync(row, cancellationToken).ConfigureAwait(false), _config.ProcessParallelism).All(lines.Of(row.Uid));
        }

        return new RunWaiting { Uid = row.Uid, Namespace = row.Namespace, Name = row.Name, Phase = RunRows.PhaseOf(row.Phase), Waits = waits };
    }

    public async Task<QueuePage> ListQueueAsync(QueueQuery query, CancellationToken cancellationToken = default)
    {
        var limit = query.Limit == 0 ? UsualQueuePage : Math.Clamp(query.Limit, 1, LargestPage);
        var after = PlaceOf(query.Cursor);
        var lines = new LockLines(await Locks.List(null).WaitAsync(cancellationToken).ConfigureAwait(false), query.Within);
        var waiting = lines.All().Where(entry => IsWanted(query, entry.Namespace))
            .Select(entry => new Waiter(entry.Waiter.RunUid, entry.Waiter.Since, null, lines.Of(entry.Lock, entry.Waiter))).ToList();
        if (query.Places is { } places)
        {
            waiting = await InAsync(waiting, places, cancellationToken).ConfigureAwait(false);
        }

        waiting.AddRange(await OutOfLineAsync(query, waiting.Select(item => item.Uid).ToHashSet(StringComparer.Ordinal), cancellationToken).ConfigureAwait(false));
        var page = waiting.OrderBy(item => item.Key).Where(item => after is null || item.Key.CompareTo(after.Value) > 0).Take(limit + 1).ToList();
        return new QueuePage
        {
            Items = await EntriesAsync(page.Take(limit), cancellationToken).ConfigureAwait(false),
            Totals = waiting.GroupBy(item => item.Waiting.Reason.ToString(), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
            Cursor = page.Count > limit ? TokenOf(page[limit - 1].Key) : null,
        };
    }

    private static bool IsWanted(QueueQuery query, string @namespace) =>
        query.Namespace.Length > 0 ? query.Namespace == @namespace : query.Places is not null || query.Within?.Contains(@namespace, StringComparer.Ordinal) != false;

    /// <summary>Runs that wait for nobody else: suspended ones, and those that were just created.</summary>
    private async Task<IEnumerable<Waiter>> OutOfLineAsync(QueueQuery query, HashSet<string> inLine, CancellationToken cancellationToken)
    {
        var scope = FilterOf(new RunRowsQuery { Namespace = query.Namespace, Within = query.Places is null ? query.Within : null, Places = query.Places }, _time.GetUtcNow());
        string[] active = [WorkflowPhase.Pending, WorkflowPhase.Unknown, WorkflowPhase.Running];
        var suspended = await _queries.ListAsync(scope with { Phases = active, Where = Both(scope.Where, new SuspendedCondition()) }, RunOrder.Oldest, null, MostOutOfLine, cancellationToken).ConfigureAwait(false);
        var fresh = await _queries.ListAsync(scope with { Phases = active[..2] }, RunOrder.Oldest, null, MostOutOfLine, cancellationToken).ConfigureAwait(false);
        return suspended.Rows.Select(row => new Waiter(row.Uid, row.CreatedAt, row, new Waiting { Reason = WaitReason.Suspended, Message = "the run is suspended: resume it to let it go on" }))
            .Concat(fresh.Rows.Where(row => !row.Suspended && !inLine.Contains(row.Uid))
                .Select(row => new Waiter(row.Uid, row.CreatedAt, row, new Waiting { Reason = WaitReason.Starting, Message = "the run was created and has not been taken up yet", Since = row.CreatedAt })));
    }

    /// <summary>Those whose run lies in one of some places.</summary>
    private async Task<List<Waiter>> InAsync(List<Waiter> waiting, IReadOnlyList<FolderPlace> places, CancellationToken cancellationToken)
    {
        var condition = PlaceCondition.OneOf(RunFolders.Of(places));
        var found = new List<Waiter>();
        foreach (var waiter in waiting)
        {
            if (await _queries.GetAsync(waiter.Uid, cancellationToken).ConfigureAwait(false) is { } row && condition.Matches(row))
            {
                found.Add(waiter with { Row = row });
            }
        }

        return found;
    }

    private static RunCondition Both(RunCondition? one, RunCondition other) => one is null ? other : new AllConditions([one, other]);

    private async Task<IReadOnlyList<QueueEntry>> EntriesAsync(IEnumerable<Waiter> waiting, CancellationToken cancellationToken)
    {
        var entries = new List<QueueEntry>();
        foreach (var item in waiting)
        {
            // One that went since is in the list no more.
            if ((item.Row ?? await _queries.GetAsync(item.Uid, cancellationToken).ConfigureAwait(false)) is { } row)
            {
                entries.Add(new QueueEntry(row.Uid, row.Namespace, row.Name, row.Priority, row.CreatedAt, item.Waiting));
            }
        }

        return entries;
    }

    private static string TokenOf((long At, string Tie) place) => PageTokens.Of(string.Create(CultureInfo.InvariantCulture, $"{place.At} {place.Tie}"));

    private static (long At, string Tie)? PlaceOf(string? token) =>
        PageTokens.PartsOf(token, 2) is [var at, var tie] ? (Moments.ToStored(PageTokens.MomentOf(at)), tie) : null;

    /// <param name="Uid">The run.</param>
    /// <param name="At">What it is ordered by: since when it waits, or was created.</param>
    /// <param name="Row">Its row, if it was read already.</param>
    /// <param name="Waiting">What it waits for.</param>
    private sealed record Waiter(string Uid, DateTimeOffset At, RunIndexRow? Row, Waiting Waiting)
    {
        /// <summary>Its place in the list, which no other has.</summary>
        public (long At, string Tie) Key => (Moments.ToStored(At), $"{Uid} {Waiting.Reason} {Waiting.NodeId} {Waiting.Lock}");
    }
}
