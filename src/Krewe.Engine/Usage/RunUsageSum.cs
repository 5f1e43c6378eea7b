using Krewe.Model;

namespace Krewe.Engine;

/// <summary>Adds up what a run has used.</summary>
internal sealed class RunUsageSum(RunUsage before)
{
    private readonly SortedDictionary<string, long> _steps = new(before.Steps.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _resources = new(before.Resources.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
    private long _retried = before.RetriedSteps;
    private TimeSpan _run;
    private TimeSpan _queue;
    private TimeSpan _work;

    public void AddLife(TimeSpan run, TimeSpan queue)
    {
        _run += AtLeastNone(run);
        _queue += AtLeastNone(queue);
    }

    /// <summary>A node that holds no others and has ended.</summary>
    public void Add(RunNode node)
    {
        if (!NodePhase.IsCompleted(node.Phase) || !(NodeTotals.Counts(node.Type) || node.Type == NodeType.Skipped))
        {
            return;
        }

        _steps[node.Phase] = _steps.GetValueOrDefault(node.Phase) + 1;
        if (node.Type is NodeType.Workflow || !NodeType.IsWork(node.Type))
        {
            return;
        }

        _retried += node.Restarts;
        if (node is { StartedAt: { } started, FinishedAt: { } finished })
        {
            _work += AtLeastNone(finished - (node.BegunAt ?? started));
        }

        foreach (var (name, amount) in node.ResourcesDuration ?? new Dictionary<string, long>())
        {
            _resources[name] = _resources.GetValueOrDefault(name) + amount;
        }
    }

    /// <summary>The attempts of one step under its retry strategy.</summary>
    public void AddAttempts(int attempts) => _retried += Math.Max(0, attempts - 1);

    /// <summary>Work that is done once more.</summary>
    public void AddRepeat() => _retried++;

    public RunUsage ToUsage() => before with
    {
        Steps = _steps,
        RetriedSteps = _retried,
        RunMilliseconds = before.RunMilliseconds + Milliseconds(_run),
        QueueMilliseconds = before.QueueMilliseconds + Milliseconds(_queue),
        StepMilliseconds = before.StepMilliseconds + Milliseconds(_work),
        Resources = _resources,
    };

    // Clocks of two hosts may differ: no time is less than none.
    private static TimeSpan AtLeastNone(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    // The sum is rounded, and up: steps of less than a millisecond each have used time all the same.
    private static long Milliseconds(TimeSpan span) => (long)Math.Ceiling(span.TotalMilliseconds);
}
