namespace Krewe.Model.Runs;

/// <summary>What to set on waiting nodes; what is left out stays.</summary>
public sealed record SuspendedNodeValues
{
    /// <summary>The phase, one of <see cref="NodePhase"/>.</summary>
    public string? Phase { get; init; }

    /// <summary>The message.</summary>
    public string? Message { get; init; }

    /// <summary>Output parameters that wait for a value.</summary>
    public IReadOnlyDictionary<string, string>? OutputParameters { get; init; }
}
