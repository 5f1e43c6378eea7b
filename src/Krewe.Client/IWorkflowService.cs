namespace Krewe.Client;

/// <summary>
/// The one boundary between an engine and everything that uses it: command line, REST API, and .NET programs that embed Krewe.
/// </summary>
/// <remarks>
/// Implemented inside the process by the host of the engine, and over a Unix socket by <c>RemoteWorkflowService</c>.
/// Every operation reports what it could not do as a <see cref="KreweException"/>; other exceptions are bugs, save
/// <see cref="OperationCanceledException"/>. Implementations are safe for concurrent use. Namespaces are never null:
/// a reader who names none says <see cref="Namespaces.Default"/>.
/// </remarks>
public interface IWorkflowService : IRunOperations, IRunStreams, IResourceOperations, ICronOperations, IArtifactOperations, ISyncOperations, IAccessOperations, IEventOperations, IRunInsights, IPipelineOperations, IRunLists, IAuditOperations, IQueueOperations, IViewOperations, IFolderOperations, IUsageOperations, IAsyncDisposable
{
    /// <summary>What this engine is.</summary>
    Task<VersionInfo> GetVersionAsync(CancellationToken cancellationToken = default);

    /// <summary>What a user interface needs to know before anything else (Argo <c>/api/v1/info</c>).</summary>
    Task<ServerInfo> GetInfoAsync(CancellationToken cancellationToken = default);

    /// <summary>Metrics of the engine and those that workflows define, in Prometheus' text format.</summary>
    Task<string> GetMetricsAsync(CancellationToken cancellationToken = default);

    /// <summary>Whether the server that is asked can be given work, and if not, why.</summary>
    Task<HealthReport> GetHealthAsync(CancellationToken cancellationToken = default);
}
