using System.Text.Json;
using Krewe.Model;

namespace Krewe.Client.Wire;

/// <summary>Where each kind lives in the API, and how its objects are read and written.</summary>
public static class ResourceRoutes
{
    /// <summary>First part of the path.</summary>
    public static string Collection(ResourceKind kind) => kind switch
    {
        ResourceKind.WorkflowTemplate => "/api/v1/workflow-templates",
        ResourceKind.ClusterWorkflowTemplate => "/api/v1/cluster-workflow-templates",
        ResourceKind.CronWorkflow => "/api/v1/cron-workflows",
        ResourceKind.EventSource => "/api/v1/event-sources",
        ResourceKind.Sensor => "/api/v1/sensors",
        _ => "/api/v1/workflow-event-bindings",
    };

    /// <summary>Whether objects of the kind belong to no namespace.</summary>
    public static bool IsClusterWide(ResourceKind kind) => kind == ResourceKind.ClusterWorkflowTemplate;

    /// <summary>Key of the object in request bodies.</summary>
    public static string BodyKey(ResourceKind kind) => kind switch
    {
        ResourceKind.CronWorkflow => "cronWorkflow",
        ResourceKind.WorkflowEventBinding => "workflowEventBinding",
        ResourceKind.EventSource => "eventsource",
        ResourceKind.Sensor => "sensor",
        _ => "template",
    };

    /// <summary>Kubernetes' plural, as in error messages.</summary>
    public static string Plural(ResourceKind kind) => kind switch
    {
        ResourceKind.WorkflowTemplate => "workflowtemplates",
        ResourceKind.ClusterWorkflowTemplate => "clusterworkflowtemplates",
        ResourceKind.CronWorkflow => "cronworkflows",
        ResourceKind.EventSource => "eventsources",
        ResourceKind.Sensor => "sensors",
        _ => "workfloweventbindings",
    };

    /// <summary>The kind of an object.</summary>
    /// <exception cref="KreweException">It is not stored as a definition.</exception>
    public static ResourceKind KindOf(ArgoResource resource) => resource switch
    {
        WorkflowTemplate => ResourceKind.WorkflowTemplate,
        ClusterWorkflowTemplate => ResourceKind.ClusterWorkflowTemplate,
        CronWorkflow => ResourceKind.CronWorkflow,
        WorkflowEventBinding => ResourceKind.WorkflowEventBinding,
        EventSource => ResourceKind.EventSource,
        Sensor => ResourceKind.Sensor,
        _ => throw new KreweException(KreweErrorCode.InvalidArgument, $"a {resource.Kind ?? resource.GetType().Name} cannot be stored as a definition"),
    };

    /// <summary>The object as JSON.</summary>
    public static JsonElement Write(ArgoResource resource) => resource switch
    {
        Workflow workflow => JsonSerializer.SerializeToElement(workflow, ModelJson.Default.Workflow),
        WorkflowTemplate template => JsonSerializer.SerializeToElement(template, ModelJson.Default.WorkflowTemplate),
        ClusterWorkflowTemplate template => JsonSerializer.SerializeToElement(template, ModelJson.Default.ClusterWorkflowTemplate),
        CronWorkflow cron => JsonSerializer.SerializeToElement(cron with { Status = Whole(cron.Status) }, ModelJson.Default.CronWorkflow),
        WorkflowEventBinding binding => JsonSerializer.SerializeToElement(binding, ModelJson.Default.WorkflowEventBinding),
        EventSource source => JsonSerializer.SerializeToElement(source, ModelJson.Default.EventSource),
        Sensor sensor => JsonSerializer.SerializeToElement(sensor, ModelJson.Default.Sensor),
        _ => throw new KreweException(KreweErrorCode.InvalidArgument, $"a {resource.GetType().Name} cannot be sent"),
    };

    /// <summary>The object from JSON.</summary>
    /// <exception cref="KreweException">It is not one of that kind.</exception>
    public static ArgoResource Read(ResourceKind kind, JsonElement json) => kind switch
    {
        ResourceKind.WorkflowTemplate => Checked(() => json.Deserialize(ModelJson.Default.WorkflowTemplate)),
        ResourceKind.ClusterWorkflowTemplate => Checked(() => json.Deserialize(ModelJson.Default.ClusterWorkflowTemplate)),
        ResourceKind.CronWorkflow => Checked(() => json.Deserialize(ModelJson.Default.CronWorkflow)),
        ResourceKind.EventSource => Checked(() => json.Deserialize(ModelJson.Default.EventSource)),
        ResourceKind.Sensor => Checked(() => json.Deserialize(ModelJson.Default.Sensor)),
        _ => Checked(() => json.Deserialize(ModelJson.Default.WorkflowEventBinding)),
    };

    /// <summary>A workflow from JSON.</summary>
    public static Workflow ReadWorkflow(JsonElement json) => Checked(() => json.Deserialize(ModelJson.Default.Workflow));

    /// <summary>Argo's servers send every field of a cron workflow's status, and clients count on it.</summary>
    private static CronWorkflowStatus? Whole(CronWorkflowStatus? status) => status is null ? null : status with
    {
        Active = status.Active ?? [],
        Conditions = status.Conditions ?? [],
        Succeeded = status.Succeeded ?? 0,
        Failed = status.Failed ?? 0,
        Phase = status.Phase ?? "Active",
    };

    private static T Checked<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read() ?? throw new KreweException(KreweErrorCode.InvalidArgument, "the request has no object");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new KreweException(KreweErrorCode.InvalidArgument, exception.Message, exception);
        }
    }
}
