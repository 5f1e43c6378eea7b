namespace Krewe.Model.Analysis;

/// <summary>A node that went wrong by itself, not because of what it contains.</summary>
/// <param name="Node">The node: of a retried step its last attempt.</param>
/// <param name="Step">The node that the workflow's author wrote: of a retried step the one that has the attempts, else <paramref name="Node"/>.</param>
/// <param name="Attempts">How many attempts were made.</param>
public sealed record RootCause(TreeNode Node, TreeNode Step, int Attempts);
