using Krewe.Model;

namespace Krewe.Client;

/// <summary>Stored definitions: WorkflowTemplate, ClusterWorkflowTemplate, CronWorkflow, WorkflowEventBinding.</summary>
/// <remarks>
/// The object's runtime type tells its kind. A kind that the engine does not serve is <see cref="KreweErrorCode.Unimplemented"/>.
/// The namespace of cluster-wide kinds is ignored.
/// </remarks>
public interface IResourceOperations
{
    /// <summary>Validates and stores a new definition.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.AlreadyExists"/>, <see cref="KreweErrorCode.InvalidArgument"/>.</exception>
    Task<ArgoResource> CreateResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default);

    /// <summary>One definition.</summary>
    /// <exception cref="KreweException"><see cref="KreweErrorCode.NotFound"/>: <c>workflowtemplates.argoproj.io "x" not found</c>.</exception>
    Task<ArgoResource> GetResourceAsync(ResourceRef resource, CancellationToken cancellationToken = default);

    /// <summary>Definitions of one kind, by name.</summary>
    Task<ResourceList> ListResourcesAsync(ListResourcesQuery query, CancellationToken cancellationToken = default);

    /// <summary>Validates and replaces a definition; a <c>resourceVersion</c> in it must be the stored one (<see cref="KreweErrorCode.Aborted"/> if not).</summary>
    Task<ArgoResource> UpdateResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default);

    /// <summary>Deletes a definition; runs started from it go on.</summary>
    Task DeleteResourceAsync(ResourceRef resource, CancellationToken cancellationToken = default);

    /// <summary>Validates a definition against what is stored, without storing it.</summary>
    Task<ArgoResource> LintResourceAsync(string @namespace, ArgoResource resource, CancellationToken cancellationToken = default);

    /// <summary>Suspends or resumes a cron workflow.</summary>
    Task<CronWorkflow> SetCronSuspendedAsync(string @namespace, string name, bool suspended, CancellationToken cancellationToken = default);
}
