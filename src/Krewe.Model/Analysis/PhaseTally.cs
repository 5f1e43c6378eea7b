namespace Krewe.Model.Analysis;

/// <summary>How many of some nodes are in each phase, and what that makes of them as a whole.</summary>
public static class PhaseTally
{
    /// <summary>Counts by phase; nodes without one count as pending.</summary>
    public static IReadOnlyDictionary<string, int> Count(IEnumerable<string?> phases)
    {
        ArgumentNullException.ThrowIfNull(phases);
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var phase in phases)
        {
            var key = string.IsNullOrEmpty(phase) ? NodePhase.Pending : phase;
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        return counts;
    }

    /// <summary>One phase for several nodes: what is not over decides, then what went wrong, then what was done.</summary>
    public static string Of(IReadOnlyDictionary<string, int> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        string[] order = [NodePhase.Running, NodePhase.Pending, NodePhase.Error, NodePhase.Failed, NodePhase.Succeeded, NodePhase.Skipped, NodePhase.Omitted];
        return Array.Find(order, phase => counts.GetValueOrDefault(phase) > 0) ?? NodePhase.Pending;
    }

    /// <summary>Whether nodes of a phase went wrong.</summary>
    public static bool IsBad(string? phase) => phase is NodePhase.Failed or NodePhase.Error;
}
