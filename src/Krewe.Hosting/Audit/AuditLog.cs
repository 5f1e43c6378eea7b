using System.Threading.Channels;
using Krewe.Client;
using Krewe.Model;
using Krewe.Storage;
using Microsoft.Extensions.Logging;

namespace Krewe.Hosting;

/// <summary>Writes down who changes what.</summary>
/// <remarks>
/// A change is written down, durably, before it is made, and once more with what became of it. So nothing is changed that the
/// log does not know of: when it cannot be written, the change is refused; when the engine dies in between, the record stays
/// pending. The second writing keeps nobody waiting, and waits a moment for the next change. One loop writes for all, as many at
/// once as there are.
/// </remarks>
internal sealed partial class AuditLog(IAuditStore store, ControllerConfig config, TimeProvider time, ILogger<AuditLog> logger) : IAsyncDisposable
{
    private const int UsualRetentionDays = 365;
    private const int MostAtOnce = 500;
    private const int MostWaiting = 10_000;
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(1);

    /// <summary>How long what became of a change may wait for company: by itself it would be a transaction more for each change.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly Channel<Item> _queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private readonly AuditOrder _order = new();
    private readonly Lock _gate = new();
    private Task? _loop;

    private int RetentionDays => config.AuditRetentionDays ?? UsualRetentionDays;

    /// <summary>Makes a change and writes it down.</summary>
    /// <param name="change">What is known of it; the act adds to it.</param>
    /// <param name="act">Makes the change.</param>
    /// <param name="cancellationToken">Gives up before the change is made.</param>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.Unavailable"/> when the log cannot be written; nothing was changed.</exception>
    public async Task<T> DoAsync<T>(AuditedChange change, Func<Task<T>> act, CancellationToken cancellationToken)
    {
        if (RetentionDays == 0)
        {
            return await act().ConfigureAwait(false);
        }

        var record = change.Begin(Acting.Current, _order.Next(time.GetUtcNow()));
        await WriteAsync(record, cancellationToken).ConfigureAwait(false);
        var (outcome, message) = (AuditOutcome.Failed, (string?)"it is not known what became of it");
        try
        {
            var result = await act().ConfigureAwait(false);
            (outcome, message) = (AuditOutcome.Done, null);
            return result;
        }
        catch (KreweException refused)
        {
            refused.IsAudited = true;
            (outcome, message) = (IsFailure(refused.Code) ? AuditOutcome.Failed : AuditOutcome.Refused, refused.Message);
            throw;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            (outcome, message) = (AuditOutcome.Failed, $"{failure.GetType().Name}: {failure.Message}");
            throw;
        }
        finally
        {
            await EnqueueAsync(change.Fill(record) with { Outcome = outcome, Message = message }, null).ConfigureAwait(false);
        }
    }

    /// <summary>Writes down what is over already.</summary>
    public async Task NoteAsync(AuditedChange change, AuditOutcome outcome, string? message)
    {
        if (RetentionDays != 0)
        {
            await EnqueueAsync(change.Begin(Acting.Current, _order.Next(time.GetUtcNow())) with { Outcome = outcome, Message = message }, null).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until what was handed in before is there to be read.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        if (_loop is null)
        {
            return;
        }

        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await EnqueueAsync(null, written).ConfigureAwait(false);
        await written.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops records that are kept no longer.</summary>
    public Task<int> TrimAsync(int limit, CancellationToken cancellationToken) =>
        store.TrimAuditAsync(time.GetUtcNow().AddDays(-RetentionDays), limit, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        if (_loop is { } loop)
        {
            await loop.ConfigureAwait(false);
        }
    }

    private static bool IsFailure(KreweErrorCode code) => code is KreweErrorCode.Internal or KreweErrorCode.Unknown or KreweErrorCode.Unavailable
        or KreweErrorCode.DeadlineExceeded or KreweErrorCode.DataLoss or KreweErrorCode.Cancelled;

    private async Task WriteAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await EnqueueAsync(record, written).ConfigureAwait(false);
        try
        {
            await written.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await EnqueueAsync(record with { Outcome = AuditOutcome.Refused, Message = "whoever asked went away before anything was changed" }, null).ConfigureAwait(false);
            throw;
        }
        catch (Exception failure)
        {
            throw new KreweException(KreweErrorCode.Unavailable, $"nothing was changed, since the log of changes cannot be written: {failure.Message}", failure);
        }
    }

    private async Task EnqueueAsync(AuditRecord? record, TaskCompletionSource? written)
    {
        lock (_gate)
        {
            // Most engines of the command line change nothing: they need no loop.
            _loop ??= Task.Run(RunAsync);
        }

        try
        {
            await _queue.Writer.WriteAsync(new Item(record, written)).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            written?.TrySetException(new KreweException(KreweErrorCode.Unavailable, "the engine is going down"));
        }
    }

    private async Task RunAsync()
    {
        var (held, due) = (new List<Item>(), Task.CompletedTask);
        Task<bool>? coming = null;
        while (true)
        {
            coming ??= _queue.Reader.WaitToReadAsync().AsTask();
            await Task.WhenAny(coming, held.Count == 0 ? coming : due).ConfigureAwait(false);
            var isOver = coming.IsCompleted && !await coming.ConfigureAwait(false);
            coming = coming.IsCompleted ? null : coming;
            due = held.Count == 0 ? Task.Delay(Patience, time) : due;
            for (var most = held.Count + MostAtOnce; held.Count < most && _queue.Reader.TryRead(out var item);)
            {
                held.Add(item);
            }

            if (isOver || due.IsCompleted || held.Count >= MostAtOnce || held.Exists(item => item.Written is not null))
            {
                held = await WriteAsync(held).ConfigureAwait(false);
                due = held.Count > 0 ? Task.Delay(RetryPeriod, time) : Task.CompletedTask;
            }

            if (isOver)
            {
                return;
            }
        }
    }

    /// <summary>Writes records and tells those who wait for them.</summary>
    /// <returns>What is to be tried again: what became of changes that were made.</returns>
    private async Task<List<Item>> WriteAsync(List<Item> items)
    {
        try
        {
            if (items.Exists(item => item.Record is not null))
            {
                await store.WriteAuditAsync([.. items.Select(item => item.Record).OfType<AuditRecord>()]).ConfigureAwait(false);
            }

            items.ForEach(item => item.Written?.TrySetResult());
            return [];
        }
        catch (Exception failure) when (items.Count > 1 && failure is not StorageException)
        {
            // Not the store but something in one of the records is wrong, which must not harm the others.
            var late = new List<Item>();
            foreach (var item in items)
            {
                late.AddRange(await WriteAsync([item]).ConfigureAwait(false));
            }

            return late;
        }
        catch (Exception failure)
        {
            LogNotWritten(items.Count, failure);
            items.ForEach(item => item.Written?.TrySetException(failure));
            return failure is StorageException ? [.. items.Where(item => item.Record is { Outcome: not AuditOutcome.Pending }).TakeLast(MostWaiting)] : [];
        }
    }

    [LoggerMessage(EventId = 340, Level = LogLevel.Warning, Message = "{Count} records of the log of changes could not be written; what became of changes that were made is tried again")]
    private partial void LogNotWritten(int count, Exception failure);

    /// <param name="Record">What is to be written; null for a mark that is reached when all before it is.</param>
    /// <param name="Written">Told when it is.</param>
    private readonly record struct Item(AuditRecord? Record, TaskCompletionSource? Written);
}
