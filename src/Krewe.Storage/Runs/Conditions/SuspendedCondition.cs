namespace Krewe.Storage;

/// <summary>The run is suspended.</summary>
public sealed record SuspendedCondition : RunCondition
{
    /// <inheritdoc/>
    public override bool Matches(RunIndexRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Suspended;
    }
}
