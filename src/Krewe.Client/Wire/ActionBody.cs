namespace Krewe.Client.Wire;

/// <summary>Body of the actions on a run: retry, resubmit, resume, suspend, stop, terminate, set.</summary>
public sealed record ActionBody
{
    public string? Name { get; init; }
    public string? Namespace { get; init; }
    public string? Uid { get; init; }
    public string? NodeFieldSelector { get; init; }
    public string? Message { get; init; }
    public string? Phase { get; init; }
    /// <summary>A JSON object as text, as Argo has it.</summary>
    public string? OutputParameters { get; init; }
    public bool RestartSuccessful { get; init; }
    public bool Memoized { get; init; }
    public IReadOnlyList<string>? Parameters { get; init; }
    public RequestExtras? Krewe { get; init; }
}
