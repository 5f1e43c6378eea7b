namespace Krewe.Model.Runs;

/// <summary>A workflow made ready to run again.</summary>
/// <param name="Workflow">The workflow, to be stored in place of the old one.</param>
/// <param name="PodsToDelete">Names of the pods that must be gone before it runs.</param>
public sealed record RetriedRun(Workflow Workflow, IReadOnlyList<string> PodsToDelete);
