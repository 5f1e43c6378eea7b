namespace Krewe.Storage;

/// <summary>At least one of some conditions holds; with none of them it never does.</summary>
/// <param name="Conditions">The conditions.</param>
public sealed record AnyCondition(IReadOnlyList<RunCondition> Conditions) : RunCondition
{
    /// <inheritdoc/>
    public override bool Matches(RunIndexRow row) => Conditions.Any(condition => condition.Matches(row));
}
