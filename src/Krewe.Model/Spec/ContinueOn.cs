namespace Krewe.Model;

/// <summary>Which bad ends of a step count as good enough to go on.</summary>
public sealed record ContinueOn
{
    public bool? Error { get; init; }
    public bool? Failed { get; init; }
}
