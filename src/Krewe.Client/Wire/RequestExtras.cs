namespace Krewe.Client.Wire;

/// <summary>What Krewe adds to Argo's request bodies, under the key <c>krewe</c>.</summary>
public sealed record RequestExtras
{
    public SubmitOptions? SubmitOptions { get; init; }
    public string? RequestId { get; init; }
    public RunSettings? Settings { get; init; }
}
