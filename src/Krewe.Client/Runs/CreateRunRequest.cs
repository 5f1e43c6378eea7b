using Krewe.Model;

namespace Krewe.Client;

/// <summary>Start this workflow.</summary>
public sealed record CreateRunRequest
{
    /// <summary>Where it runs, if the manifest names no namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The manifest.</summary>
    public required Workflow Workflow { get; init; }

    /// <summary>Changes to make to it first (parameters, labels, name…); null for none.</summary>
    public SubmitOptions? SubmitOptions { get; init; }

    /// <summary>Repeating a request with the same id (per namespace) returns the run that the first one started.</summary>
    public string? RequestId { get; init; }

    /// <summary>W3C <c>traceparent</c> that the run's trace stands under; null for what the annotation <c>workflows.krewe.dev/traceparent</c> says, or nothing; over HTTP, the activity of the caller goes before the annotation. A wrong one counts as none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Do all but start it: the answer is what would have been stored.</summary>
    public bool ServerDryRun { get; init; }

    /// <summary>How its steps run; null for what the engine was started with.</summary>
    public RunSettings? Settings { get; init; }
}
