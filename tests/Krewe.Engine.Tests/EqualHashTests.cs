using System.Globalization;
using Krewe.Model;
using Krewe.Model.Runs;

namespace Krewe.Engine.Tests;

/// <summary>Node IDs are hashes of 32 bits, so among some ten thousand nodes two are equal: that must not make one node of two.</summary>
public sealed class EqualHashTests
{
    // Two items, of which the turns 0 and 1 of a loop have names with the same hash.
    private static readonly (int First, int Second) Items = Find();

    private static (int First, int Second) Find()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var item = 0; item < 300_000; item++)
        {
            seen.TryAdd(IdOf(0, item), item);
        }

        for (var item = 0; ; item++)
        {
            if (seen.TryGetValue(IdOf(1, item), out var first))
            {
                return (first, item);
            }
        }
    }

    private static string IdOf(int turn, int item) => NodeNames.NodeId("wf", string.Create(CultureInfo.InvariantCulture, $"wf[0].t({turn}:{item})"));

    private static RunDriver Start() => RunDriver.Create($$$"""
        kind: Workflow
        metadata: {name: wf}
        spec:
          entrypoint: main
          templates:
            - name: main
              steps:
                - - {name: t, template: leaf, withItems: [{{{Items.First}}}, {{{Items.Second}}}], arguments: {parameters: [{name: x, value: "{{item}}"}]}}
                - - {name: after, template: leaf, arguments: {parameters: [{name: x, value: "{{steps.t.outputs.result}}"}]}}
            - name: leaf
              inputs: {parameters: [{name: x}]}
              script: {image: x, command: [sh], source: "{{inputs.parameters.x}}"}
        """);

    [Fact]
    public void BothNodes_Run_AndGiveWhatIsTheirs()
    {
        var run = Start();
        Assert.Equal(IdOf(0, Items.First), IdOf(1, Items.Second));
        Assert.Equal(2, run.Started.Select(order => order.NodeId).Distinct().Count());
        Assert.Equal(2, run.Started.Select(order => order.PodName).Distinct().Count());
        Assert.Equal(IdOf(0, Items.First), run.Started[0].NodeId);
        run.RunToEnd(order => (NodePhase.Succeeded, RunDriver.Outputs(order.Template.Script!.Source, "0")));

        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        var after = run.Node("after");
        Assert.Contains(Items.First.ToString(CultureInfo.InvariantCulture), after.Inputs!.Parameters![0].Value, StringComparison.Ordinal);
        Assert.Contains(Items.Second.ToString(CultureInfo.InvariantCulture), after.Inputs.Parameters[0].Value, StringComparison.Ordinal);
        var nodes = run.Workflow.Status!.Nodes!;
        Assert.All(nodes.Values, node => Assert.Equal(node.Id, nodes.First(pair => ReferenceEquals(pair.Value, node)).Key));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BothNodes_AreFoundAgain_WhenTheRunIsLoaded(bool snapshot)
    {
        var run = Start();
        var ids = run.Started.Select(order => order.NodeId).ToList();
        run.Restart(snapshot);

        Assert.Equal(ids.Order(StringComparer.Ordinal), run.Started.Select(order => order.NodeId).Order(StringComparer.Ordinal));
        run.RunToEnd(order => (NodePhase.Succeeded, RunDriver.Outputs(order.Template.Script!.Source, "0")));
        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
        Assert.Equal(6, run.State.Nodes.Count);
    }

    [Fact]
    public void SecondNode_KeepsItsId_WhenTheFirstIsMadeAnew()
    {
        var run = Start();
        var (first, second) = (run.Started[0].NodeId, run.Started[1].NodeId);
        run.Report(second, NodePhase.Succeeded, outputs: RunDriver.Outputs("x", "0"));
        run.Report(first, NodePhase.Failed);
        Assert.Equal(WorkflowPhase.Failed, run.State.Phase);
        run.Send(new RetryRun { Now = run.Now });

        Assert.Equal(first, Assert.Single(run.Started).NodeId);
        Assert.Equal(NodePhase.Succeeded, run.State.Nodes[second].Phase);
        run.RunToEnd(order => (NodePhase.Succeeded, RunDriver.Outputs(order.Template.Script!.Source, "0")));
        Assert.Equal(WorkflowPhase.Succeeded, run.State.Phase);
    }

    [Fact]
    public void MemoizedCopy_HasBothNodes()
    {
        var run = Start();
        run.RunToEnd();
        var copy = RunResubmit.Formulate(run.Workflow, memoized: true, [], "again", run.Now).Value!;

        Assert.Equal(run.State.Nodes.Count, copy.Status!.Nodes!.Count);
    }
}
