namespace Krewe.Model.Runs;

/// <summary>How the pod of a node is named; a workflow's choice stands in its annotation <c>workflows.argoproj.io/pod-name-format</c>.</summary>
public enum PodNameVersion
{
    /// <summary>Workflow and template name and a hash of the node name (the default).</summary>
    V2 = 0,

    /// <summary>The node ID.</summary>
    V1 = 1,
}
