using Krewe.Model;

namespace Krewe.Engine;

/// <summary>What a run has used so far, in all its lives: a run that is retried lives again, and what it did before stays used.</summary>
public sealed record RunUsage
{
    private static readonly IReadOnlyDictionary<string, long> Nothing = new Dictionary<string, long>();

    /// <summary>Nothing.</summary>
    public static RunUsage None { get; } = new();

    /// <summary>The run's phase; empty of what earlier lives used.</summary>
    public string Phase { get; init; } = "";

    /// <summary>How often the run went on after its end.</summary>
    public int Retries { get; init; }

    /// <summary>Steps (nodes that hold no others) that have ended, by phase.</summary>
    public IReadOnlyDictionary<string, long> Steps { get; init; } = Nothing;

    /// <summary>Attempts at steps beyond the first of each: by a retry strategy, after a fault of the machinery, or by a retry of the run.</summary>
    public long RetriedSteps { get; init; }

    /// <summary>Time from start to end, in milliseconds.</summary>
    public long RunMilliseconds { get; init; }

    /// <summary>Time from the creation to the first start, in milliseconds.</summary>
    public long QueueMilliseconds { get; init; }

    /// <summary>Time that work took, in milliseconds; waiting for its place is left out where its beginning was told.</summary>
    public long StepMilliseconds { get; init; }

    /// <summary>Resource durations of steps, by the names of resources.</summary>
    public IReadOnlyDictionary<string, long> Resources { get; init; } = Nothing;

    /// <summary>What a run has used; whole when it has ended and all its work has reported.</summary>
    /// <param name="state">The run.</param>
    /// <remarks>The time and the resources of a child run are those of its own steps, not of the step that waits for it.</remarks>
    public static RunUsage Of(RunState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var sum = Life(state);
        foreach (var node in state.Nodes.Values)
        {
            sum.Add(node);
            if (node.Type == NodeType.Retry)
            {
                sum.AddAttempts(node.Children.Count(id => state.Node(id) is { Retried: true }));
            }
        }

        // A part has steps; the run that it is a part of is one run with its time.
        return sum.ToUsage() with { Phase = state.Config.Part is null ? state.Phase : "" };
    }

    /// <summary>What a run has used that its nodes will no longer show once it is retried.</summary>
    /// <param name="state">The run before the retry.</param>
    /// <param name="retried">The workflow that it goes on as.</param>
    internal static RunUsage SpentBy(RunState state, Workflow retried)
    {
        var sum = Life(state);
        var kept = retried.Status?.Nodes ?? new Dictionary<string, NodeStatus>();
        foreach (var node in state.Nodes.Values.Where(node => !(kept.TryGetValue(node.Id, out var left) && NodePhase.IsCompleted(left.Phase))))
        {
            sum.Add(node);
            if (NodeType.IsWork(node.Type) && node.IsCompleted)
            {
                sum.AddRepeat();
            }
        }

        var spent = sum.ToUsage();
        return spent with { Retries = spent.Retries + 1 };
    }

    private static RunUsageSum Life(RunState state)
    {
        var sum = new RunUsageSum(state.Spent);
        if (state is { Config.Part: null, StartedAt: { } started, FinishedAt: { } finished })
        {
            // A run that was retried before usage was counted: when it began at first is no longer known.
            var created = state.FirstAttempt == 0 ? state.Workflow.Metadata.CreationTimestamp : null;
            sum.AddLife(finished - started, created is { } at ? started - at : TimeSpan.Zero);
        }

        return sum;
    }
}
