namespace Krewe.Cli.Diagnosis;

/// <summary>What a check came to.</summary>
internal enum FindingStatus
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>It does not apply here.</summary>
    Skipped,

    /// <summary>It works, but not as well as it could, or not for long.</summary>
    Warning,

    /// <summary>It does not work, or loses data.</summary>
    Failed,
}
