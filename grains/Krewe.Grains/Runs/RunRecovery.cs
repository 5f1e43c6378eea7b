using System.Threading.Channels;
using Krewe.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Placement;

namespace Krewe.Grains;

/// <summary>
/// Brings live runs back to memory: all of them at start, from then on those with something due and those whose activation
/// was given up. A run that cannot be woken is tried again until it can: nobody else may be there to do it.
/// </summary>
/// <remarks>
/// In a cluster: at start those whose steps this host had, from then on each silo its share of those whose host has gone, as soon as it
/// has gone. They are woken on this silo, which makes it their owner in the store.
/// </remarks>
public sealed partial class RunRecovery(IRunStore store, IGrainFactory grains, ClusterHosts hosts, TimeProvider time, ILogger<RunRecovery> logger)
{
    private const int PageSize = 256;
    private const int AuditsAfterLoss = 2;
    private static readonly TimeSpan ScanPeriod = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private readonly Channel<string> _again = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Wakes every live run once, then runs whose durable wake-up is due, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(WakeAgainAsync(cancellationToken), RecoverThenWatchAsync(cancellationToken));

    /// <summary>Wakes a run soon, and has it ask for all it waits for; for one whose activation could not go on, or could not be asked.</summary>
    public void WakeAgain(string uid) => _again.Writer.TryWrite(uid);

    private async Task RecoverThenWatchAsync(CancellationToken cancellationToken)
    {
        for (var wait = FirstRetry; !await TryAsync(() => RecoverAsync(cancellationToken), cancellationToken); wait = Longer(wait))
        {
            await Task.Delay(wait, time, cancellationToken);
        }

        var (losses, audits, next) = (hosts.Losses, 0, time.GetUtcNow());
        while (true)
        {
            if (losses != hosts.Losses)
            {
                (losses, audits, next) = (hosts.Losses, AuditsAfterLoss, time.GetUtcNow() + hosts.Patience + ScanPeriod);
            }

            await TryAsync(() => TakeOverAsync(cancellationToken), cancellationToken);
            if (audits > 0 && time.GetUtcNow() >= next && await TryAsync(() => AuditAsync(cancellationToken), cancellationToken))
            {
                (audits, next) = (audits - 1, time.GetUtcNow() + ScanPeriod);
            }

            if (hosts.IsLeader)
            {
                await TryAsync(() => WakeDueAsync(cancellationToken), cancellationToken);
            }

            await hosts.PauseAsync(ScanPeriod, cancellationToken);
        }
    }

    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (hosts.Own is not { } own)
        {
            await EachPageAsync(last => store.ListActiveAsync(last, PageSize, cancellationToken), page => EnsureAsync(page, cancellationToken));
            return;
        }

        // Until the others know of this silo, they would take the runs elsewhere.
        await hosts.WaitForAsync(own);
        await EachPageAsync(last => store.ListOwnedAsync(own, last, PageSize, cancellationToken), page => EnsureAsync(page, cancellationToken));
    }

    private Task TakeOverAsync(CancellationToken cancellationToken) => hosts.Own is null ? Task.CompletedTask : EachPageAsync(
        last => store.ListOrphansAsync([.. hosts.Present.Keys], last, PageSize, cancellationToken),
        page => EnsureAsync([.. page.Where(hosts.IsShareOfOwn)], cancellationToken));

    // A host that goes takes its part of the runtime's directory along: calls and activations of those that stay may be lost with it.
    // When its steps are given up, every run that this silo has asks once more for all it waits for, in memory or not.
    private Task AuditAsync(CancellationToken cancellationToken) => hosts.Own is not { } own ? Task.CompletedTask : EachPageAsync(
        last => store.ListOwnedAsync(own, last, PageSize, cancellationToken),
        page => EachAsync(page, run => run.AskAgain(), cancellationToken));

    private static async Task EachPageAsync(Func<string?, Task<IReadOnlyList<string>>> read, Func<IReadOnlyList<string>, Task> take)
    {
        string? last = null;
        IReadOnlyList<string> page;
        do
        {
            page = await read(last);
            await take(page);
            last = page.Count > 0 ? page[^1] : null;
        }
        while (page.Count == PageSize);
    }

    private async Task WakeDueAsync(CancellationToken cancellationToken)
    {
        var due = await store.ListDueWakeupsAsync(time.GetUtcNow(), PageSize, cancellationToken);
        await EnsureAsync([.. due.Select(wakeup => wakeup.RunId)], cancellationToken);
    }

    private async Task WakeAgainAsync(CancellationToken cancellationToken)
    {
        var wait = FirstRetry;
        while (await _again.Reader.WaitToReadAsync(cancellationToken))
        {
            await Task.Delay(wait, time, cancellationToken);
            var uids = new HashSet<string>(StringComparer.Ordinal);
            while (_again.Reader.TryRead(out var uid))
            {
                uids.Add(uid);
            }

            // What fails comes back through the channel.
            wait = await EachAsync(uids, run => run.AskAgain(), cancellationToken) ? FirstRetry : Longer(wait);
        }
    }

    private Task<bool> EnsureAsync(IReadOnlyCollection<string> uids, CancellationToken cancellationToken) => EachAsync(uids, run => run.Ensure(), cancellationToken);

    /// <summary>True if all were woken; the others are queued for another try: one that cannot be loaded must not keep the rest from going on.</summary>
    private async Task<bool> EachAsync(IReadOnlyCollection<string> uids, Func<IRunGrain, Task> wake, CancellationToken cancellationToken)
    {
        var all = true;
        if (hosts.Own is { } own && hosts.Present.TryGetValue(own, out var here))
        {
            RequestContext.Set(IPlacementDirector.PlacementHintKey, here);
        }

        foreach (var uid in uids)
        {
            try
            {
                await wake(grains.GetGrain<IRunGrain>(uid));
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotWoken(uid, failure);
                WakeAgain(uid);
                all = false;
            }
        }

        return all;
    }

    private async Task<bool> TryAsync(Func<Task> scan, CancellationToken cancellationToken)
    {
        try
        {
            await scan();
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogScanFailed(failure);
            return false;
        }
    }

    private static TimeSpan Longer(TimeSpan wait) => wait * 2 < ScanPeriod ? wait * 2 : ScanPeriod;

    [LoggerMessage(EventId = 130, Level = LogLevel.Error, Message = "run {Uid} could not be brought back; it is tried again")]
    private partial void LogNotWoken(string uid, Exception failure);

    [LoggerMessage(EventId = 131, Level = LogLevel.Warning, Message = "looking for runs to wake failed; it is tried again")]
    private partial void LogScanFailed(Exception failure);
}
