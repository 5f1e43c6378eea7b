using Microsoft.AspNetCore.Routing;

namespace Krewe.Api;

/// <summary>Maps Argo's REST routes to an <see cref="Krewe.Client.IWorkflowService"/> from the services of the host.</summary>
public static class KreweApiEndpoints
{
    /// <summary>Adds all endpoint groups.</summary>
    public static IEndpointRouteBuilder MapKreweApi(this IEndpointRouteBuilder routes)
    {
        InfoEndpoints.Map(routes);
        SsoEndpoints.Map(routes);
        HealthEndpoints.Map(routes);
        TrackingEndpoints.Map(routes);
        TokenEndpoints.Map(routes);
        AuditEndpoints.Map(routes);
        EventEndpoints.Map(routes);
        WorkflowEndpoints.Map(routes);
        RunListEndpoints.Map(routes);
        FolderEndpoints.Map(routes);
        QueueEndpoints.Map(routes);
        UsageEndpoints.Map(routes);
        ViewEndpoints.Map(routes);
        WorkflowStreamEndpoints.Map(routes);
        KubernetesEventEndpoints.Map(routes);
        ArchivedWorkflowEndpoints.Map(routes);
        ResourceEndpoints.Map(routes);
        ResourceStreamEndpoints.Map(routes);
        ArtifactEndpoints.Map(routes);
        ArtifactUploadEndpoints.Map(routes);
        SyncEndpoints.Map(routes);
        ArtifactFileEndpoints.Map(routes);
        RunDetailEndpoints.Map(routes);
        PipelineEndpoints.Map(routes);
        UnknownRoutes.Map(routes);
        return routes;
    }
}
