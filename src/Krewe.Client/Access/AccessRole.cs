namespace Krewe.Client;

/// <summary>What a caller may do; each role may do all that the ones before it may.</summary>
public enum AccessRole
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Read: runs, logs, artifacts, definitions.</summary>
    Viewer,

    /// <summary>Start runs of stored definitions, steer runs, send events.</summary>
    Runner,

    /// <summary>Start runs of any kind, write definitions, delete.</summary>
    Editor,

    /// <summary>Everything, cluster-wide definitions and access itself among it.</summary>
    Admin,
}
