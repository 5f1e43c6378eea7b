using Krewe.Model;

namespace Krewe.Engine.Tests;

/// <summary>Nodes are kept compact: what they were given they give back.</summary>
public sealed class RunNodeTests
{
    [Theory]
    [InlineData("wf.main.task(3:x)", "task(3:x)")]
    [InlineData("wf", "wf")]
    [InlineData("wf.a", "another")]
    [InlineData("wf.a", "")]
    [InlineData("wf.a", null)]
    public void DisplayName_AnyText_IsGivenBack(string name, string? display)
    {
        var node = new RunNode("wf-1", name) { DisplayName = "text before" };
        node.DisplayName = display;

        Assert.Equal(display, node.DisplayName);
    }

    [Fact]
    public void Times_AwayFromUtcOrNone_AreGivenBackExactly()
    {
        var there = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(-330)).AddTicks(7);
        var node = new RunNode("wf-1", "wf.a") { StartedAt = there, FinishedAt = there.ToUniversalTime(), BegunAt = DateTimeOffset.MinValue };

        Assert.True(there.EqualsExact(node.StartedAt!.Value));
        Assert.True(there.ToUniversalTime().EqualsExact(node.FinishedAt!.Value));
        Assert.Equal(DateTimeOffset.MinValue, node.BegunAt);

        node.StartedAt = there.ToUniversalTime();
        node.FinishedAt = null;

        Assert.True(there.ToUniversalTime().EqualsExact(node.StartedAt!.Value));
        Assert.Null(node.FinishedAt);
    }

    [Fact]
    public void Children_SomeThatAreNotThere_AreNotDoubledWhenTheyAreMade()
    {
        var workflow = new Workflow
        {
            Metadata = new ObjectMeta { Name = "wf", Namespace = "default", Uid = "uid-1" },
            Status = new WorkflowStatus
            {
                Phase = WorkflowPhase.Running,
                Nodes = new Dictionary<string, NodeStatus> { ["wf"] = new() { Id = "wf", Name = "wf", Type = NodeType.Steps, Phase = NodePhase.Running, Children = ["wf-gone", "wf-1"] } },
            },
        };
        var state = RunState.Replay([new RunCreated { Workflow = workflow, Config = new RunConfig(), At = DateTimeOffset.UnixEpoch }]);
        state = RunSnapshot.Decode(RunSnapshot.Encode(state));
        foreach (var id in (string[])["wf-1", "wf-2", "wf-gone"])
        {
            state.Apply(new NodeAdded { Id = id, Name = "wf." + id, Type = NodeType.Pod, Phase = NodePhase.Running, At = DateTimeOffset.UnixEpoch, Parents = ["wf", "wf"] });
        }

        Assert.Equal(["wf-gone", "wf-1", "wf-2"], state.Nodes["wf"].Children);
    }

    [Fact]
    public void Children_NamedBeforeTheyAreMade_StandThereOnce()
    {
        var workflow = new Workflow { Metadata = new ObjectMeta { Name = "wf", Namespace = "default", Uid = "uid-1" } };
        var state = RunState.Replay(
        [
            new RunCreated { Workflow = workflow, Config = new RunConfig(), At = DateTimeOffset.UnixEpoch },
            new NodeAdded { Id = "wf", Name = "wf", Type = NodeType.Dag, Phase = NodePhase.Running, At = DateTimeOffset.UnixEpoch },
            new NodesLinked { Parents = ["wf"], Child = "wf-1" },
            new NodeAdded { Id = "wf-1", Name = "wf.a", Type = NodeType.Pod, Phase = NodePhase.Running, At = DateTimeOffset.UnixEpoch, Parents = ["wf"] },
        ]);

        Assert.Equal(["wf-1"], state.Nodes["wf"].Children);
    }

    [Fact]
    public void Resources_TheSameOfSeveralNodes_AreOneObject()
    {
        var sets = new ResourceSets();
        var first = sets.Share(new Dictionary<string, long> { ["cpu"] = 1, ["memory"] = 2 });

        Assert.Same(first, sets.Share(new SortedDictionary<string, long>(StringComparer.Ordinal) { ["memory"] = 2, ["cpu"] = 1 }));
        Assert.Same(first, sets.Share([new("memory", 2), new("cpu", 1)]));
        Assert.NotSame(first, sets.Share(new Dictionary<string, long> { ["cpu"] = 2, ["memory"] = 1 }));
        Assert.Equal(3, sets.Share([new("cpu", 3)])["cpu"]);
    }
}
