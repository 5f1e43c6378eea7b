namespace Krewe.Engine;

/// <summary>What a page tells of a node; what it does not tell is as with the node before, or absent.</summary>
/// <remarks>The numbers are stored. Those that are told of many nodes are low, since a small set takes fewer bytes.</remarks>
[Flags]
internal enum NodePart : uint
{
    None = 0,

    // As with the node before unless told.
    Inputs = 1 << 0,
    Outputs = 1 << 1,
    Phase = 1 << 2,
    Template = 1 << 3,
    DisplayName = 1 << 4,
    Times = 1 << 5,
    Marks = 1 << 7,
    Type = 1 << 8,
    Progress = 1 << 9,
    Host = 1 << 10,
    Message = 1 << 11,
    Scope = 1 << 12,
    TemplateRef = 1 << 13,
    Attempt = 1 << 14,
    Restarts = 1 << 15,

    // Absent unless told.
    Resources = 1 << 6,
    Id = 1 << 16,
    PodIP = 1 << 17,
    WaitingLock = 1 << 18,
    Cancelling = 1 << 19,
    Memoization = 1 << 20,
    ChildWorkflow = 1 << 21,
}

/// <summary>Which times a node has, and which of them are not in UTC.</summary>
[Flags]
internal enum NodeTimes : byte
{
    None = 0,
    Started = 1,
    Finished = 2,
    Begun = 4,
    StartedElsewhere = 8,
    FinishedElsewhere = 16,
    BegunElsewhere = 32,
}

/// <summary>The yes and no of a node.</summary>
[Flags]
internal enum NodeMarks : byte
{
    None = 0,
    Daemoned = 1,
    Hooked = 2,
    Retried = 4,
    Outstanding = 8,
}

/// <summary>What of a node hangs on other nodes.</summary>
[Flags]
internal enum NodeLinks : byte
{
    None = 0,
    Boundary = 1,
    NoBoundary = 2,
    Children = 4,
    Outbound = 8,
}

/// <summary>What a node's inputs or outputs consist of.</summary>
[Flags]
internal enum NodeValues : byte
{
    /// <summary>There are none.</summary>
    Absent = 0,

    /// <summary>There are some, be they empty.</summary>
    Present = 1,

    /// <summary>Parameters that have a name and a value and no more.</summary>
    PlainParameters = 2,

    /// <summary>Parameters, as JSON.</summary>
    Parameters = 4,

    /// <summary>Artifacts, as JSON.</summary>
    Artifacts = 8,

    Result = 16,
    ExitCode = 32,
}
