namespace Krewe.Model.Analysis;

/// <summary>Finds why a run failed.</summary>
public static class RootCauses
{
    /// <summary>
    /// The nodes at which it went wrong, the first to fail first. What a retry or <c>continueOn</c> made good is none of them, and
    /// neither is what failed only because something in it did.
    /// </summary>
    public static IReadOnlyList<RootCause> Of(NodeTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var found = new List<RootCause>();
        var open = new Stack<TreeNode>(tree.Roots.Where(IsBad));
        while (open.TryPop(out var node))
        {
            var bad = node.Children.Where(IsBad).ToList();
            if (node.Type == NodeType.Retry && bad.Count > 0)
            {
                // Earlier attempts were given another chance; the last one decided.
                bad = [bad[^1]];
            }

            if (bad.Count == 0)
            {
                var step = node is { Parent: { Type: NodeType.Retry } retry, Status.NodeFlag.Retried: true } ? retry : node;
                found.Add(new RootCause(node, step, step == node ? 1 : step.Children.Count(child => child.Status?.NodeFlag?.Retried == true)));
            }

            bad.ForEach(open.Push);
        }

        return [.. found.OrderBy(cause => cause.Node.FinishedAt ?? DateTimeOffset.MaxValue).ThenBy(cause => cause.Node.Name, StringComparer.Ordinal)];
    }

    private static bool IsBad(TreeNode node) => PhaseTally.IsBad(node.Phase);
}
