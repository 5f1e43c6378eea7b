using CsCheck;
using Krewe.Model.Analysis;
using static Krewe.Model.Tests.Analysis.RunNodes;

namespace Krewe.Model.Tests.Analysis;

public sealed class CriticalPathTests
{
    /// <summary>A DAG of tasks: how long each takes, how long it lies idle first, and which of those before it it depends on.</summary>
    private static readonly Gen<(int Seconds, int Idle, int[] After)[]> Dags =
        from count in Gen.Int[1, 12]
        from tasks in Gen.Select(Gen.Int[0, 20], Gen.Int[0, 3], Gen.Int[0, 11].Array[0, 3]).Array[count]
        select tasks.Select((task, i) => (task.Item1, task.Item2, After: task.Item3.Where(earlier => earlier < i).Distinct().ToArray())).ToArray();

    [Fact]
    public void Path_OfAnyDag_IsAChainOfDependencies_ThatTakesAsLongAsTheRun() => Dags.Sample(tasks =>
    {
        var (nodes, starts, ends) = Scheduled(tasks);
        var path = CriticalPath.Of(NodeTree.Of(nodes), Start, Start.AddSeconds(ends.Max()));

        var indexes = path.Select(step => int.Parse(step.Node.Name["run.t".Length..])).ToList();
        Assert.Equal(ends.Max(), ends[indexes[^1]]);
        Assert.Empty(tasks[indexes[0]].After);
        foreach (var (earlier, later) in indexes.Zip(indexes.Skip(1)))
        {
            Assert.Contains(earlier, tasks[later].After);
            Assert.Equal(tasks[later].After.Max(task => ends[task]), ends[earlier]);
        }

        // Idle time and work of the chain fill the run without gap or overlap.
        Assert.All(path, step => Assert.True(step.After <= step.Node.StartedAt && step.Node.StartedAt <= step.Until));
        Assert.Equal(ends.Max(), path.Sum(step => (step.Until - step.After).TotalSeconds), 3);
        Assert.Equal(indexes.Sum(task => tasks[task].Idle), path.Sum(step => (step.Node.StartedAt!.Value - step.After).TotalSeconds), 3);
        Assert.Equal(starts[indexes[0]], tasks[indexes[0]].Idle);
    });

    [Fact]
    public void Path_DoesNotChange_WhenWhatIsNotOnItIsQuicker() => Dags.Sample(tasks =>
    {
        var (nodes, _, ends) = Scheduled(tasks);
        var path = CriticalPath.Of(NodeTree.Of(nodes), Start, Start.AddSeconds(ends.Max()));
        var on = path.Select(step => step.Node.Id).ToHashSet();
        var quicker = nodes.Select(node => node.Type == NodeType.Pod && !on.Contains(node.Id) ? node with { FinishedAt = node.StartedAt } : node).ToList();

        Assert.Equal(on, CriticalPath.Of(NodeTree.Of(quicker), Start, Start.AddSeconds(ends.Max())).Select(step => step.Node.Id).ToHashSet());
    });

    [Fact]
    public void Path_GoesThroughGroups_Attempts_AndToTheExitHandler()
    {
        var path = CriticalPath.Of(
            NodeTree.Of(
            [
                Node("run", "Succeeded", 0, 30, NodeType.Steps, null, "run[0]"),
                Node("run[0]", "Succeeded", 0, 12, NodeType.StepGroup, "run", "run[0].a", "run[0].sub"),
                Node("run[0].a", "Succeeded", 0, 9, boundary: "run", children: "run[1]"),
                Node("run[0].sub", "Succeeded", 0, 12, NodeType.Dag, "run", "run[0].sub.x"),
                Node("run[0].sub.x", "Succeeded", 1, 12, boundary: "run[0].sub", children: "run[1]"),
                Node("run[1]", "Succeeded", 12, 30, NodeType.StepGroup, "run", "run[1].b"),
                Node("run[1].b", "Succeeded", 12, 30, NodeType.Retry, "run", "run[1].b(0)", "run[1].b(1)"),
                Attempt("run[1].b(0)", "Failed", 13, 18, "run"),
                Attempt("run[1].b(1)", "Succeeded", 20, 30, "run"),
                Node("run.onExit", "Running", 31),
            ]),
            Start,
            Start.AddSeconds(40));

        Assert.Equal(["run[0].sub.x", "run[1].b(0)", "run[1].b(1)", "run.onExit"], path.Select(step => step.Node.Id));
        Assert.Equal([0, 12, 18, 30], path.Select(step => (int)(step.After - Start).TotalSeconds));
        Assert.Equal(40, (path[^1].Until - Start).TotalSeconds);
    }

    [Fact]
    public void Path_OfARunWithoutWork_IsEmpty() => Assert.Empty(CriticalPath.Of(NodeTree.Of([]), Start, Start));

    private static (List<NodeStatus> Nodes, int[] Starts, int[] Ends) Scheduled((int Seconds, int Idle, int[] After)[] tasks)
    {
        var (starts, ends) = (new int[tasks.Length], new int[tasks.Length]);
        for (var i = 0; i < tasks.Length; i++)
        {
            starts[i] = (tasks[i].After.Length == 0 ? 0 : tasks[i].After.Max(task => ends[task])) + tasks[i].Idle;
            ends[i] = starts[i] + tasks[i].Seconds;
        }

        var nodes = tasks.Select((_, i) => Node($"run.t{i}", "Succeeded", starts[i], ends[i], boundary: "run", children: [.. Followers(task => task.After.Contains(i))])).ToList();
        nodes.Add(Node("run", "Succeeded", 0, ends.Max(), NodeType.Dag, null, [.. Followers(task => task.After.Length == 0)]));
        return (nodes, starts, ends);

        IEnumerable<string> Followers(Func<(int Seconds, int Idle, int[] After), bool> wanted) => Enumerable.Range(0, tasks.Length).Where(i => wanted(tasks[i])).Select(i => $"run.t{i}");
    }
}
