namespace Krewe.Client;

/// <summary>Kinds that an engine stores.</summary>
public enum ResourceKind
{
    WorkflowTemplate,
    ClusterWorkflowTemplate,
    CronWorkflow,
    WorkflowEventBinding,
    EventSource,
    Sensor,
}
