namespace Krewe.Storage;

/// <summary>A number of a run's row.</summary>
public enum RunNumber
{
    /// <summary>Its priority.</summary>
    Priority,

    /// <summary>When it was created, in milliseconds since 1970.</summary>
    Created,

    /// <summary>When it started, in milliseconds since 1970.</summary>
    Started,

    /// <summary>When it finished, in milliseconds since 1970.</summary>
    Finished,

    /// <summary>How long it ran, or has run by now, in milliseconds.</summary>
    Duration,
}
