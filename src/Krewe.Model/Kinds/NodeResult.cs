namespace Krewe.Model;

/// <summary>Argo <c>NodeResult</c>: what an executor reports of one node.</summary>
public record NodeResult
{
    public string? Phase { get; init; }
    public string? Message { get; init; }
    public Outputs? Outputs { get; init; }
    public string? Progress { get; init; }
}
