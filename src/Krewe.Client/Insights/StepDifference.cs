namespace Krewe.Client;

/// <summary>A step that went otherwise in two runs.</summary>
public sealed record StepDifference
{
    /// <summary>The step's name in every run.</summary>
    public required string Step { get; init; }

    /// <summary>How it went in the first run; null when it was not reached.</summary>
    public ComparedStep? Left { get; init; }

    /// <summary>How it went in the second run; null when it was not reached.</summary>
    public ComparedStep? Right { get; init; }
}
