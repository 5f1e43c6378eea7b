using Krewe.Client;
using Krewe.Grains;
using Krewe.Storage;
using Orleans.Serialization;

namespace Krewe.Hosting;

/// <summary>Calls runs. In a cluster a call is made again when it was lost with a silo: every call of a run may be repeated.</summary>
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
                    throw new KreweException(KreweErrorCode.Unavailable, $"the silo that has the run does not answer: {failure.Message}", failure);
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
        hosts.Own is not null && (failure is OrleansException or TimeoutException or CommitUncertainException or ObjectDisposedException or UnavailableExceptionFallbackException);
}
