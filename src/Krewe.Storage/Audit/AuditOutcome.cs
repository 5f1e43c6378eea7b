namespace Krewe.Storage;

/// <summary>What became of a change.</summary>
public enum AuditOutcome
{
    /// <summary>Not known yet. An old record that says so is of a change whose end the engine did not live to see.</summary>
    Pending,

    /// <summary>It was made.</summary>
    Done,

    /// <summary>It was refused: not allowed, not possible, or not understood.</summary>
    Refused,

    /// <summary>It failed, and may have been made in part.</summary>
    Failed,
}
