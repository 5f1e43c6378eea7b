using Krewe.Client;
using Krewe.Crash.Tests.Campaign;
using Krewe.Model;

namespace Krewe.Crash.Tests;

/// <summary>What must hold for every run, however often its engine was killed.</summary>
internal static class RunCheck
{
    /// <summary>Waits for the end of a run and reads it.</summary>
    public static async Task<FinishedRun> EndAsync(IWorkflowService client, RunRef run, CancellationToken cancellationToken)
    {
        await foreach (var update in client.WatchAsync(run, new WatchOptions(), cancellationToken))
        {
            if (WorkflowPhase.IsCompleted(update.Object.Status?.Phase))
            {
                break;
            }
        }

        return new FinishedRun(await client.GetAsync(run, cancellationToken), client);
    }

    /// <summary>
    /// The run ended as it must; each step that the status tells of has run, to its end, exactly once, and no other step has;
    /// nothing is left open; every log is whole.
    /// </summary>
    public static async Task HoldsAsync(FinishedRun run, Ledger ledger, string phase, int steps)
    {
        Assert.True(phase == run.Workflow.Status?.Phase, $"{run.Name} is {run.Workflow.Status?.Phase}: {run.Workflow.Status?.Message}\n{string.Join('\n', run.Nodes.Select(node => $"{node.Name} {node.Id} {node.Phase} {node.Message}"))}");
        Assert.All(run.Nodes, node => Assert.True(NodePhase.IsCompleted(node.Phase), $"{node.Name} is {node.Phase}"));
        Assert.DoesNotContain(run.Nodes, node => node.Message?.Contains("started again", StringComparison.Ordinal) == true);

        var pods = run.Pods.ToList();
        Assert.Equal(steps, pods.Count);
        var expected = pods.Select(node => $"{run.Workflow.Metadata.Uid}/{node.Id}/0").Order(StringComparer.Ordinal).ToList();
        var entries = ledger.Of(run.Name);
        Assert.Equal(expected, entries.Where(entry => entry.What == "start").Select(entry => entry.Work).Order(StringComparer.Ordinal));
        Assert.Equal(expected, entries.Where(entry => entry.What == "end").Select(entry => entry.Work).Order(StringComparer.Ordinal));
        foreach (var pod in pods)
        {
            IsWhole(await run.LogAsync(pod), pod.Name);
        }
    }

    /// <summary>The numbered lines of a step: all, in order, once.</summary>
    public static void IsWhole(IReadOnlyList<string> log, string step)
    {
        var numbered = log.Where(line => line.StartsWith(Scripts.Line, StringComparison.Ordinal) || line.StartsWith(Scripts.LastLine, StringComparison.Ordinal)).ToList();
        var expected = Enumerable.Range(1, numbered.Count).Select(n => (n == numbered.Count ? Scripts.LastLine : Scripts.Line) + n);
        Assert.True(numbered.Count >= 2 && numbered.SequenceEqual(expected), $"log of {step}:\n{string.Join('\n', log)}");
    }
}
