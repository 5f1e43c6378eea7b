namespace Krewe.Storage;

/// <summary>The run lies in a place.</summary>
/// <param name="Place">The place.</param>
public sealed record PlaceCondition(RunPlace Place) : RunCondition
{
    /// <summary>The same by texts alone.</summary>
    public RunCondition Texts => new AllConditions(
    [
        .. Place.Namespace is { } space ? new[] { new TextCondition(RunText.Namespace, null, [TextPattern.Is(space)]) } : [],
        .. Place.Folder is { Length: > 0 } folder ? new[] { new TextCondition(RunText.Folder, null, [TextPattern.Is(folder), TextPattern.BeginsWith(folder + "/")]) } : [],
    ]);

    /// <summary>That a run lies in one of some places.</summary>
    /// <param name="places">The places.</param>
    public static RunCondition OneOf(IEnumerable<RunPlace> places) => new AnyCondition([.. places.Select(place => new PlaceCondition(place))]);

    /// <inheritdoc/>
    public override bool Matches(RunIndexRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Place.Has(row.Namespace, row.Folder);
    }
}
