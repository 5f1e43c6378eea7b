using Krewe.Model;

namespace Krewe.Engine;

/// <summary>What few nodes of a run have.</summary>
internal sealed class NodeExtras
{
    /// <summary>A display name that is not the end of the name.</summary>
    public string? DisplayName { get; set; }

    public TemplateRef? TemplateRef { get; set; }

    public string? PodIP { get; set; }

    public IReadOnlyList<string>? OutboundNodes { get; set; }

    public MemoizationStatus? Memoization { get; set; }

    public string? WaitingLock { get; set; }

    public ChildWorkflow? ChildWorkflow { get; set; }

    public string? Cancelling { get; set; }

    public int Restarts { get; set; }

    public TimeSpan StartedOffset { get; set; }

    public TimeSpan FinishedOffset { get; set; }

    public TimeSpan BegunOffset { get; set; }

    /// <summary>Whether there may be some below that the run does not know.</summary>
    public bool HasUnknownChildren { get; set; }

    /// <summary>The nodes below, once they are too many to be looked through.</summary>
    public HashSet<string>? ChildSet { get; set; }
}
