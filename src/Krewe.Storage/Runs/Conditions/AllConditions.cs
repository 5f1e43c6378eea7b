namespace Krewe.Storage;

/// <summary>All of some conditions hold; with none of them it always does.</summary>
/// <param name="Conditions">The conditions.</param>
public sealed record AllConditions(IReadOnlyList<RunCondition> Conditions) : RunCondition
{
    /// <inheritdoc/>
    public override bool Matches(RunIndexRow row) => Conditions.All(condition => condition.Matches(row));
}
