namespace Krewe.Grains;

/// <summary>
/// All mutexes and semaphores of one namespace, by its name: takes several locks at once or none, in fair order.
/// </summary>
/// <remarks>
/// Order: higher priority first, then the older workflow. Holders are durable before anyone is told; asking again for what
/// one holds is answered with "granted".
/// </remarks>
[Alias("krewe.ILockGrain")]
public interface ILockGrain : IGrainWithStringKey
{
    /// <summary>Asks for locks. Answers whether they are held now; if not, the run is told later through <see cref="IRunGrain.Command"/>.</summary>
    [Alias("Acquire")]
    Task<LockReply> Acquire(LockRequestMessage message);

    /// <summary>Gives locks back, or leaves the queue. Unknown holders are ignored.</summary>
    [Alias("Release")]
    Task Release(string holderKey);
}
