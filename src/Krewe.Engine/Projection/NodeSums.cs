namespace Krewe.Engine;

/// <summary>What the nodes of a run come to together (Argo <c>status.progress</c> and <c>status.resourcesDuration</c>).</summary>
/// <param name="Progress">Nodes done of those there are, such as <c>3/5</c>; null when there are none.</param>
/// <param name="Resources">Seconds by resource; null when nothing was used.</param>
public sealed record NodeSums(string? Progress, IReadOnlyDictionary<string, long>? Resources)
{
    /// <summary>Looks at every node.</summary>
    public static NodeSums Of(RunState state) => NodeTotals.OfRun(state);
}
