using System.Threading.Channels;
using Krewe.Client;
using Krewe.Grains;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Krewe.Hosting;

/// <summary>Tries the bindings of stored deliveries, again after a pause when the fault may pass, and after a restart.</summary>
/// <remarks>In a cluster each silo tries those it took in; when one has gone, the leader tries all that are open. Two that try the same start one run.</remarks>
internal sealed partial class EventDispatcher(EventInbox inbox, EventBindings bindings, ClusterHosts hosts, TimeProvider time, ILogger<EventDispatcher> logger) : BackgroundService
{
    private const int Workers = 4;
    private const int MostAttempts = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromHours(1);

    private readonly Channel<(string Namespace, string Id)> _due = Channel.CreateUnbounded<(string, string)>();

    /// <summary>Says that a delivery is there to be tried.</summary>
    public void Offer(EventDelivery delivery) => _due.Writer.TryWrite((delivery.Namespace, delivery.Id));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll([OfferPendingAsync(stoppingToken), SweepAsync(stoppingToken), .. Enumerable.Range(0, Workers).Select(_ => WorkAsync(stoppingToken))]).ConfigureAwait(false);
    }

    private async Task OfferPendingAsync(CancellationToken cancellationToken)
    {
        for (int? offered = null; ;)
        {
            var losses = hosts.Losses;
            if (hosts.IsLeader && offered != losses)
            {
                foreach (var pending in (await inbox.PendingAsync(cancellationToken).ConfigureAwait(false)).Reverse())
                {
                    Offer(pending);
                }

                offered = losses;
            }
            else if (!hosts.IsLeader)
            {
                offered = null;
            }

            await hosts.PauseAsync(SweepPeriod, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await foreach (var (space, id) in _due.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await TryAsync(space, id, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // It stays pending in the store: this engine or the next one tries it again.
                LogDispatchFailed(failure, id, space);
                _ = OfferAfterAsync(space, id, PauseAfterFault, cancellationToken);
            }
        }
    }

    private async Task TryAsync(string space, string id, CancellationToken cancellationToken)
    {
        if (await inbox.FindAsync(space, id, cancellationToken).ConfigureAwait(false) is not { Delivery.State: EventDeliveryState.Pending } entry)
        {
            return;
        }

        var now = time.GetUtcNow();
        if (entry.Delivery.NextAttemptAt is { } due && due > now)
        {
            _ = OfferAfterAsync(space, id, due - now, cancellationToken);
            return;
        }

        var (outcomes, again) = await bindings.TryAsync(entry.Delivery, cancellationToken).ConfigureAwait(false);
        var attempts = entry.Delivery.Attempts + 1;
        var retry = again && attempts < MostAttempts;
        var pause = FirstPause * Math.Pow(2, attempts - 1);
        var tried = entry.Delivery with
        {
            Attempts = attempts,
            Outcomes = outcomes,
            State = retry ? EventDeliveryState.Pending : StateOf(outcomes),
            NextAttemptAt = retry ? now + pause : null,
        };
        if (!await inbox.UpdateAsync(tried, entry.Version, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        if (retry)
        {
            _ = OfferAfterAsync(space, id, pause, cancellationToken);
        }
        else if (tried.State is EventDeliveryState.Failed or EventDeliveryState.Unmatched)
        {
            LogNoRun(id, space, tried.State);
        }
    }

    private async Task OfferAfterAsync(string space, string id, TimeSpan pause, CancellationToken cancellationToken)
    {
        await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _due.Writer.TryWrite((space, id));
    }

    private static EventDeliveryState StateOf(IReadOnlyList<BindingOutcome> outcomes) =>
        outcomes.Any(outcome => outcome.Error is not null) ? EventDeliveryState.Failed
        : outcomes.Count == 0 ? EventDeliveryState.Unmatched
        : EventDeliveryState.Started;

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(SweepPeriod, time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!hosts.IsLeader)
            {
                continue;
            }

            try
            {
                await inbox.ForgetAsync(time.GetUtcNow() - Memory, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogSweepFailed(failure);
            }
        }
    }

    [LoggerMessage(EventId = 320, Level = LogLevel.Error, Message = "trying the bindings of delivery {Id} in namespace {Namespace} failed; it is tried again")]
    private partial void LogDispatchFailed(Exception failure, string id, string @namespace);

    [LoggerMessage(EventId = 321, Level = LogLevel.Warning, Message = "delivery {Id} in namespace {Namespace} is {State}: it can be looked at and replayed")]
    private partial void LogNoRun(string id, string @namespace, EventDeliveryState state);

    [LoggerMessage(EventId = 322, Level = LogLevel.Warning, Message = "forgetting old deliveries failed; it is tried again")]
    private partial void LogSweepFailed(Exception failure);
}
