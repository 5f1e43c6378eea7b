using Krewe.Model;
using Krewe.Model.Analysis;

namespace Krewe.Hosting;

/// <summary>A run as it was at one version, put in order for those who look at it part by part.</summary>
/// <param name="Version">Change number of the run's row.</param>
/// <param name="Workflow">The run.</param>
/// <param name="Tree">Its nodes by what contains what.</param>
internal sealed record RunView(long Version, Workflow Workflow, NodeTree Tree)
{
    /// <summary>When the work of its nodes began, once somebody has asked.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset>? WorkStarts { get; set; }

    public string Uid => Workflow.Metadata.Uid ?? "";

    public string Phase => Workflow.Status?.Phase is { Length: > 0 } phase ? phase : WorkflowPhase.Pending;
}
