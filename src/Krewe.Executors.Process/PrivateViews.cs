namespace Krewe.Executors.Process;

/// <summary>Whether steps get a file system view of their own.</summary>
public enum PrivateViews
{
    /// <summary>Where the machine allows it.</summary>
    Auto,

    /// <summary>Never: steps see the host as it is, and mounts are symbolic links or fail.</summary>
    Never,
}
