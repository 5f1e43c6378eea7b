using Krewe.Client;
using Krewe.Grains;
using Krewe.Storage;
using Orleans.Serialization;

namespace Krewe.Hosting;

/// <summary>
/// Calls runs. Every call of a run may be repeated, and is when the activation that had it gave itself up, for a commit that failed or
/// because the run is being deleted; in a cluster also when it was lost with a silo.
/// </summary>
internal sealed class RunCalls(IGrainFactory grains, ClusterHosts hosts, TimeProvider time)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="KreweException">The run could not be reached for too long (<see cref="KreweErrorCode.Unavailable"/>): what became of the call is not known.</exception>
    public async Task<T> CallAsync<T>(string uid, Func<IRunGrain, Task<T>> call, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var wait = FirstWait; ; wait = wait * 2 < LastWait ? wait * 2 : LastWait)
        {
            try
            {
                return await call(grains.GetGrain<IRunGrain>(uid)).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (IsPassing(failure))
            {
                if (time.GetElapsedTime(started) + wait > Patience)
                {
                    throw new KreweException(KreweErrorCode.Unavailable, $"{(failure is CommitUncertainException ? "the run could not be stored" : "the silo that has the run does not answer")}: {failure.Message}", failure);
                }
            }

            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="CallAsync{T}"/>
    public Task CallAsync(string uid, Func<IRunGrain, Task> call, CancellationToken cancellationToken) => CallAsync(
        uid,
        async run =>
        {
            await call(run).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    // What another silo could not say in words that this one knows came of a run that gave itself up, as the others here.
    private bool IsPassing(Exception failure) =>
        failure is CommitUncertainException
        || (hosts.Own is not null && failure is OrleansException or TimeoutException or ObjectDisposedException or UnavailableExceptionFallbackException);
}
