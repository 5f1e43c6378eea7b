using Krewe.Model;

namespace Krewe.Executors;

/// <summary>What came of work that was done inside this process.</summary>
/// <param name="Phase">Succeeded, Failed or Error.</param>
/// <param name="Message">Why, when it did not succeed.</param>
/// <param name="Outputs">Values and artifacts.</param>
public sealed record WorkOutcome(string Phase, string? Message = null, Outputs? Outputs = null)
{
    /// <summary>Lost through no fault of the work: it may be done again.</summary>
    public bool InfrastructureFault { get; init; }

    /// <summary>It cannot be done as it was asked for.</summary>
    /// <param name="message">What is wrong, and what would be right.</param>
    public static WorkOutcome Error(string message) => new(NodePhase.Error, message);
}
