namespace Krewe.Grains;

/// <summary>
/// All mutexes and semaphores, by the key <see cref="Key"/>: takes several locks at once or none, in fair order.
/// </summary>
/// <remarks>
/// One place for all namespaces, because a holder may want locks of several at once. Order: higher priority first, then the
/// older workflow. Holders are durable before anyone is told; asking again for what one holds is answered with "granted".
/// </remarks>
[Alias("krewe.ILockGrain")]
public interface ILockGrain : IGrainWithStringKey
{
    /// <summary>Key of the one grain.</summary>
    const string Key = "locks";

    /// <summary>Asks for locks. Answers whether they are held now; if not, the run is told later through <see cref="IRunGrain.Command"/>.</summary>
    [Alias("Acquire")]
    Task<LockReply> Acquire(LockRequestMessage message);

    /// <summary>Gives locks back, or leaves the queue. Unknown holders are ignored.</summary>
    [Alias("Release")]
    Task Release(string holderKey);

    /// <summary>A limit has changed: lets in who may now.</summary>
    [Alias("Refresh")]
    Task Refresh();

    /// <summary>All locks that somebody holds or waits for, of one namespace or (null) of all.</summary>
    [Alias("List")]
    Task<IReadOnlyList<LockState>> List(string? @namespace);
}
