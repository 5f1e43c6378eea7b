namespace Krewe.Storage;

/// <summary>A condition does not hold.</summary>
/// <param name="Condition">The condition.</param>
public sealed record NotCondition(RunCondition Condition) : RunCondition
{
    /// <inheritdoc/>
    public override bool Matches(RunIndexRow row) => !Condition.Matches(row);
}
