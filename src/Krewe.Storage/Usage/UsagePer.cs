namespace Krewe.Storage;

/// <summary>Spans of time that usage is told apart by.</summary>
public enum UsagePer
{
    /// <summary>All days asked for together.</summary>
    Range,

    /// <summary>Each day.</summary>
    Day,

    /// <summary>Each week, from its Monday.</summary>
    Week,

    /// <summary>Each month, from its first day.</summary>
    Month,
}
