namespace Krewe.Storage;

/// <summary>A page of a list.</summary>
/// <param name="Rows">The rows, newest first.</param>
/// <param name="Next">Where the next page begins; null when this is the last.</param>
/// <param name="ChangeNumber">A watch from this number misses nothing that the page does not show.</param>
public sealed record RunPage(IReadOnlyList<RunIndexRow> Rows, RunCursor? Next, long ChangeNumber);
