namespace Krewe.Grains;

/// <summary>How runs that are in the memory of a silo stand, together.</summary>
/// <param name="Runs">Runs that have not ended.</param>
/// <param name="PendingPods">Steps with containers that are given out and do not run yet.</param>
/// <param name="RunningPods">Steps with containers that run.</param>
/// <param name="RunsWithPods">Runs of which at least one such step runs.</param>
public sealed record RunTotals(int Runs, int PendingPods, int RunningPods, int RunsWithPods)
{
    /// <summary>Nothing.</summary>
    public static RunTotals None { get; } = new(0, 0, 0, 0);

    /// <summary>The sum of two.</summary>
    public static RunTotals operator +(RunTotals left, RunTotals right) => Add(left, right);

    /// <summary>The sum of two.</summary>
    public static RunTotals Add(RunTotals left, RunTotals right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(left.Runs + right.Runs, left.PendingPods + right.PendingPods, left.RunningPods + right.RunningPods, left.RunsWithPods + right.RunsWithPods);
    }
}
