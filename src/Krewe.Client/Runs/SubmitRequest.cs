namespace Krewe.Client;

/// <summary>Start a run from what is stored.</summary>
public sealed record SubmitRequest
{
    /// <summary>Where it runs and where a namespaced template is looked up.</summary>
    public required string Namespace { get; init; }

    /// <summary>A kind in any of Argo's spellings: <c>workflowtemplate</c>/<c>wftmpl</c>, <c>clusterworkflowtemplate</c>/<c>cwft</c>, <c>cronworkflow</c>/<c>cwf</c>/<c>cronwf</c>.</summary>
    public required string ResourceKind { get; init; }

    /// <summary>Name of the template or cron workflow.</summary>
    public required string ResourceName { get; init; }

    /// <summary>Changes to what it says.</summary>
    public SubmitOptions? SubmitOptions { get; init; }

    /// <summary>As in <see cref="CreateRunRequest.RequestId"/>.</summary>
    public string? RequestId { get; init; }

    /// <summary>As in <see cref="CreateRunRequest.TraceParent"/>.</summary>
    public string? TraceParent { get; init; }

    /// <summary>As in <see cref="CreateRunRequest.Settings"/>.</summary>
    public RunSettings? Settings { get; init; }

    /// <summary>The kind that <see cref="ResourceKind"/> names, in any of the ways that Argo's clients write it; null for one that nothing is started from.</summary>
    public ResourceKind? KindOfResource() => ResourceKind.ToUpperInvariant() switch
    {
        "WORKFLOWTEMPLATE" or "WORKFLOWTEMPLATES" or "WFTMPL" => Client.ResourceKind.WorkflowTemplate,
        "CLUSTERWORKFLOWTEMPLATE" or "CLUSTERWORKFLOWTEMPLATES" or "CWFT" or "CLUSTERWFTMPL" => Client.ResourceKind.ClusterWorkflowTemplate,
        "CRONWORKFLOW" or "CRONWORKFLOWS" or "CWF" or "CRONWF" or "CRON" => Client.ResourceKind.CronWorkflow,
        _ => null,
    };
}
