namespace Krewe.Model.Runs;

/// <summary>Labels that Argo keeps on workflows.</summary>
public static class RunLabels
{
    /// <summary><c>"true"</c> once the workflow is over.</summary>
    public const string Completed = "workflows.argoproj.io/completed";

    /// <summary>The workflow's phase.</summary>
    public const string Phase = "workflows.argoproj.io/phase";

    /// <summary>How far archiving is.</summary>
    public const string ArchivingStatus = "workflows.argoproj.io/workflow-archiving-status";

    /// <summary>Name of the workflow that this one repeats.</summary>
    public const string ResubmittedFrom = "workflows.argoproj.io/resubmitted-from-workflow";

    /// <summary>Who created the workflow.</summary>
    public const string Creator = "workflows.argoproj.io/creator";

    /// <summary>The creator's mail address.</summary>
    public const string CreatorEmail = "workflows.argoproj.io/creator-email";

    /// <summary>The creator's preferred user name.</summary>
    public const string CreatorPreferredUsername = "workflows.argoproj.io/creator-preferred-username";
}
