namespace Krewe.Model;

/// <summary><c>OnWorkflowSuccess</c> (default) or <c>OnWorkflowCompletion</c>.</summary>
public sealed record VolumeClaimGC
{
    public string? Strategy { get; init; }
}
