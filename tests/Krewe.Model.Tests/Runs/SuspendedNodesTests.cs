using Krewe.Model.Runs;

namespace Krewe.Model.Tests.Runs;

public sealed class SuspendedNodesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Resume_Takes_Defaults_When_NobodySuppliedAValue()
    {
        var resumed = SuspendedNodes.Resume(Waiting("7"), Now, "Resumed by: me").Value!;

        var node = resumed.Status!.Nodes!["n"];
        Assert.Null(resumed.Spec.Suspend);
        Assert.Equal((NodePhase.Succeeded, "Resumed by: me", (DateTimeOffset?)Now), (node.Phase!, node.Message!, node.FinishedAt));
        Assert.Equal("7", node.Outputs!.Parameters![0].Value);
        Assert.Null(node.Outputs.Parameters[0].ValueFrom);
    }

    [Fact]
    public void Resume_Fails_When_ThereIsNoDefault() => Assert.Equal(
        "raw output parameter 'p' has not been set and does not have a default value",
        SuspendedNodes.Resume(Waiting(null), Now).Error);

    [Fact]
    public void Shutdown_Fails_When_WorkflowIsOver()
    {
        var over = new Workflow { Metadata = new ObjectMeta { Name = "w", Namespace = "ns" }, Status = new WorkflowStatus { Phase = WorkflowPhase.Succeeded } };

        Assert.Equal("cannot shutdown a completed workflow: workflow: \"w\", namespace: \"ns\"", SuspendedNodes.Shutdown(over, "Stop").Error);
        Assert.Equal("Stop", SuspendedNodes.Shutdown(Waiting("1"), "Stop").Value!.Spec.Shutdown);
    }

    [Theory]
    [InlineData("displayName=approve", true)]
    [InlineData("displayName==approve,phase!=Succeeded", true)]
    [InlineData("displayName!=approve", false)]
    [InlineData("templateRef.name=", true)]
    [InlineData("inputs.parameters.q.value=a\\,b", true)]
    [InlineData("", true)]
    public void Selector_Matches_Node_When_AllTermsHold(string selector, bool matches) =>
        Assert.Equal(matches, NodeSelector.Parse(selector).Selector!.Matches(Waiting("1").Status!.Nodes!["n"]));

    [Theory]
    [InlineData("displayName")]
    [InlineData("a=b=c")]
    [InlineData("a=\\x")]
    public void Selector_IsRefused_When_ItCannotBeRead(string selector) =>
        Assert.StartsWith($"invalid selector: '{selector}'", NodeSelector.Parse(selector).Error, StringComparison.Ordinal);

    private static Workflow Waiting(string? defaultValue)
    {
        var node = new NodeStatus
        {
            Id = "n",
            Name = "w.approve",
            DisplayName = "approve",
            Type = NodeType.Suspend,
            Phase = NodePhase.Running,
            Inputs = new Inputs { Parameters = [new Parameter { Name = "q", Value = "a,b" }] },
            Outputs = new Outputs { Parameters = [new Parameter { Name = "p", ValueFrom = new ValueFrom { Supplied = new SuppliedValueFrom(), Default = defaultValue } }] },
        };
        return new Workflow
        {
            Metadata = new ObjectMeta { Name = "w" },
            Spec = new WorkflowSpec { Suspend = true },
            Status = new WorkflowStatus { Phase = WorkflowPhase.Running, Nodes = new Dictionary<string, NodeStatus> { ["n"] = node } },
        };
    }
}
