namespace Krewe.Storage;

/// <summary>A text of a run's row.</summary>
public enum RunText
{
    /// <summary>Its uid.</summary>
    Uid,

    /// <summary>Its namespace.</summary>
    Namespace,

    /// <summary>Its name.</summary>
    Name,

    /// <summary>Its phase; empty while it has not started.</summary>
    Phase,

    /// <summary>Its WorkflowTemplate.</summary>
    WorkflowTemplate,

    /// <summary>Its ClusterWorkflowTemplate.</summary>
    ClusterWorkflowTemplate,

    /// <summary>Its CronWorkflow.</summary>
    CronWorkflow,

    /// <summary>Who created it.</summary>
    Creator,

    /// <summary>The folder it lies in; empty for none.</summary>
    Folder,

    /// <summary>Why it is in its phase.</summary>
    Message,

    /// <summary>The value of a label.</summary>
    Label,

    /// <summary>The value of an argument, if it is no longer than <see cref="CommitRules.LongestSearchableValue"/>.</summary>
    Parameter,
}
