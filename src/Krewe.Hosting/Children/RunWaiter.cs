using Krewe.Grains;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Hosting;

/// <summary>Waits for changes of runs, whichever silo they live in.</summary>
/// <remarks>A run of this silo is heard of at once; the look at its row from time to time finds the changes of all others.</remarks>
internal sealed class RunWaiter(IRunQueries queries, RunWatchHub hub, TimeProvider time)
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(5);

    /// <summary>Waits until the row satisfies the condition; null when the run is gone.</summary>
    public async Task<RunIndexRow?> UntilAsync(string uid, Func<RunIndexRow, bool> isEnough, CancellationToken cancellationToken)
    {
        using var watch = hub.Watch(uid);
        return await UntilAsync(watch, uid, isEnough, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until the run has ended; null when it is gone.</summary>
    public async Task<RunIndexRow?> UntilEndedAsync(string uid, CancellationToken cancellationToken)
    {
        using var watch = hub.Watch(uid, endOnly: true);
        return await UntilAsync(watch, uid, row => WorkflowPhase.IsCompleted(row.Phase), cancellationToken).ConfigureAwait(false);
    }

    private async Task<RunIndexRow?> UntilAsync(RunWatch watch, string uid, Func<RunIndexRow, bool> isEnough, CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = await queries.GetAsync(uid, cancellationToken).ConfigureAwait(false);
            if (row is null || isEnough(row))
            {
                return row;
            }

            using var look = new CancellationTokenSource(LookPeriod, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(look.Token, cancellationToken);
            try
            {
                await watch.WaitAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Time for a look.
            }
        }
    }
}
