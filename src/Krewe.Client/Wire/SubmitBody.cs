namespace Krewe.Client.Wire;

/// <summary>Body of <c>POST /api/v1/workflows/{namespace}/submit</c>.</summary>
public sealed record SubmitBody
{
    public string? Namespace { get; init; }
    public string? ResourceKind { get; init; }
    public string? ResourceName { get; init; }
    public SubmitOptions? SubmitOptions { get; init; }
    public RequestExtras? Krewe { get; init; }
}
