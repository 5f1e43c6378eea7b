namespace Krewe.Client;

/// <summary>A folder and how much lies in it and below it.</summary>
public sealed record FolderItem
{
    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its path, such as <c>team/ci</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Runs.</summary>
    public long Runs { get; init; }

    /// <summary>Workflow templates.</summary>
    public long WorkflowTemplates { get; init; }

    /// <summary>Cron workflows.</summary>
    public long CronWorkflows { get; init; }

    /// <summary>Bindings of events.</summary>
    public long WorkflowEventBindings { get; init; }

    /// <summary>Saved views.</summary>
    public long Views { get; init; }
}
