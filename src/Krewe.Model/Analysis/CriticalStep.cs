namespace Krewe.Model.Analysis;

/// <summary>One node of the chain that decided how long a run took.</summary>
/// <param name="Node">The node, which does work.</param>
/// <param name="After">End of the node before it in the chain, or the run's start: what lies between that and the node's own start is nobody's work.</param>
/// <param name="Until">When the node ended, or the present if it goes on.</param>
public sealed record CriticalStep(TreeNode Node, DateTimeOffset After, DateTimeOffset Until);
