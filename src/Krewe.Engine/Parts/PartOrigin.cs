using Krewe.Model;

namespace Krewe.Engine;

/// <summary>The node of a run that a part of it is, worked out as far as the run has worked it out.</summary>
public sealed record PartOrigin
{
    /// <summary>Uid of the run or part that holds the node: it is told of the end.</summary>
    public required string HolderUid { get; init; }

    /// <summary>Name of the node, which is the outermost one of the part.</summary>
    public required string NodeName { get; init; }

    /// <summary>Display name of the node.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Name of the step or task that called the template.</summary>
    public required string CallName { get; init; }

    /// <summary>Name of the template, where it was called by that.</summary>
    public string? TemplateName { get; init; }

    /// <summary>Reference to the template, where it was called by that.</summary>
    public TemplateRef? TemplateRef { get; init; }

    /// <summary>The template: defaults merged, tags not substituted.</summary>
    public required Template Template { get; init; }

    /// <summary>Where the call stands, <c>scope/resource</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Where names inside the template are looked up, <c>scope/resource</c>.</summary>
    public required string Inner { get; init; }

    /// <summary>Inputs with values.</summary>
    public Inputs? Inputs { get; init; }

    /// <summary>Variables of the attempt of a retried template, such as <c>retries</c>.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>How deep the node is nested.</summary>
    public required int Depth { get; init; }

    /// <summary>When the run began.</summary>
    public DateTimeOffset? RunStartedAt { get; init; }

    /// <summary>End of the run's <c>activeDeadlineSeconds</c>.</summary>
    public DateTimeOffset? RunDeadline { get; init; }
}
