using Krewe.Model;

namespace Krewe.Executors;

/// <summary>
/// Does the work of nodes: as local processes, pods, HTTP requests, or .NET code.
/// </summary>
/// <remarks>
/// Every call is idempotent by <see cref="NodeWorkId"/>. An executor outlives neither its silo nor its machine, but the work
/// does outlive the silo where the executor can make it: after a restart <see cref="StartAsync"/> is called again for all
/// work without an accepted result, and must adopt what already runs or has already ended instead of doing it twice.
/// </remarks>
public interface INodeExecutor
{
    /// <summary>Whether this executor does the work of such a template.</summary>
    bool CanExecute(Template template);

    /// <summary>
    /// Starts the work, or adopts it. Returns once the start is recorded durably; queued work reports Pending with the reason.
    /// A fault that the user can mend (a missing program, a missing artifact) is reported, not thrown.
    /// </summary>
    Task StartAsync(NodeWork work, INodeObserver observer, CancellationToken cancellationToken);

    /// <summary>Asks running work to end. Its last report still comes through the observer. Work of an earlier engine that was not asked for again is ended without a report.</summary>
    Task CancelAsync(NodeWorkId id, CancelRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Called after the result is durable: frees what the work holds. With <paramref name="deleteWorkFolder"/> (pod GC) its
    /// work folder goes too; logs and artifacts stay.
    /// </summary>
    Task ReleaseAsync(NodeWorkId id, bool deleteWorkFolder, CancellationToken cancellationToken);

    /// <summary>Called when a run is deleted: frees volumes, work folders and logs of the whole run.</summary>
    Task DeleteRunAsync(string runUid, CancellationToken cancellationToken);
}
