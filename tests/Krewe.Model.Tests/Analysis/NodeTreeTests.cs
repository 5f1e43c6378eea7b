using Krewe.Model.Analysis;
using static Krewe.Model.Tests.Analysis.RunNodes;

namespace Krewe.Model.Tests.Analysis;

public sealed class NodeTreeTests
{
    [Theory]
    [InlineData("run", "/")]
    [InlineData("run.build", "build")]
    [InlineData("run[0].build", "build")]
    [InlineData("run[12].sub.x(3:a.b[0])(1)", "sub/x")]
    [InlineData("run.onExit", "onExit")]
    [InlineData("run.a[1].b.onExit", "a/b/onExit")]
    [InlineData("other.a", "other/a")]
    public void StepPath_IsTheSameInEveryRun(string node, string path) => Assert.Equal(path, StepPath.Of("run", node));

    [Fact]
    public void Tree_PutsStepsBelowTheirGroup_AndItemsBelowTheirLoop()
    {
        var tree = NodeTree.Of(
        [
            Node("run", "Running", type: NodeType.Steps, children: "run[0]"),
            Node("run[0]", "Succeeded", type: NodeType.StepGroup, boundary: "run", children: ["run[0].a(1:y)", "run[0].a(0:x)", "run[0].a(10:z)", "run[0].b"]),
            Node("run[0].a(1:y)", "Failed", 5, boundary: "run", children: "run[1]"),
            Node("run[0].a(0:x)", "Succeeded", 6, boundary: "run", children: "run[1]"),
            Node("run[0].a(10:z)", "Succeeded", 1, boundary: "run", children: "run[1]"),
            Node("run[0].b", "Succeeded", boundary: "run", children: "run[1]"),
            Node("run[1]", "Running", 7, type: NodeType.StepGroup, boundary: "run", children: "run[1].c"),
            Node("run[1].c", "Running", 7, boundary: "run"),
            Node("run.onExit", "Pending", 9),
        ]);

        Assert.Equal(["run", "run.onExit"], tree.Roots.Select(node => node.Id));
        Assert.Equal(["run[0]", "run[1]"], tree.Roots[0].Children.Select(node => node.Id));
        Assert.Equal(["run[0].b", "run[0]~a"], tree.Roots[0].Children[0].Children.Select(node => node.Id).Order());
        var loop = tree.Find("run[0]~a")!;
        Assert.Equal(("a", NodeTree.LoopType, "Failed", Start.AddSeconds(1), Start.AddSeconds(7)), (loop.DisplayName, loop.Type, loop.Phase, loop.StartedAt, loop.FinishedAt));
        Assert.Equal(["run[0].a(0:x)", "run[0].a(1:y)", "run[0].a(10:z)"], loop.Children.Select(node => node.Id));
        Assert.Equal([("Failed", 1), ("Running", 1), ("Succeeded", 3)], tree.Roots[0].WorkPhases.Select(entry => (entry.Key, entry.Value)));
        Assert.Equal([("Running", 1), ("Succeeded", 1)], tree.Roots[0].ChildPhases.Select(entry => (entry.Key, entry.Value)));
    }

    [Fact]
    public void Tree_DoesNotTakeWhatComesAfterAGroupForItsContent()
    {
        var tree = NodeTree.Of(
        [
            Node("run", "Succeeded", type: NodeType.Dag, children: "run.A"),
            Node("run.A", "Succeeded", type: NodeType.TaskGroup, boundary: "run", children: ["run.A(0:x)", "run.AB"]),
            Node("run.A(0:x)", "Succeeded", type: NodeType.Retry, boundary: "run", children: ["run.A(0:x)(0)", "run.A(0:x)(1)", "run.AB"]),
            Attempt("run.A(0:x)(1)", "Succeeded", boundary: "run"),
            Attempt("run.A(0:x)(0)", "Failed", boundary: "run"),
            Node("run.AB", "Succeeded", boundary: "run"),
        ]);

        Assert.Equal(["run.A", "run.AB"], tree.Roots[0].Children.Select(node => node.Id));
        Assert.Equal(["run.A(0:x)"], tree.Find("run.A")!.Children.Select(node => node.Id));
        Assert.Equal(["run.A(0:x)(0)", "run.A(0:x)(1)"], tree.Find("run.A(0:x)")!.Children.Select(node => node.Id));
        Assert.Equal(tree.Count, NodeTree.Walk(tree.Roots).Count());
    }

    [Fact]
    public void RootCauses_AreTheFirstLeafsThatFailed_AndNotThoseMadeGood()
    {
        var causes = RootCauses.Of(NodeTree.Of(
        [
            Node("run", "Failed", type: NodeType.Dag, children: ["run.a", "run.b", "run.good"]),
            Node("run.a", "Failed", 0, 9, NodeType.Steps, "run", "run.a[0]"),
            Node("run.a[0]", "Failed", 0, 9, NodeType.StepGroup, "run.a", "run.a[0].deep"),
            Node("run.a[0].deep", "Error", 0, 8, boundary: "run.a"),
            Node("run.b", "Failed", 0, 6, NodeType.Retry, "run", "run.b(0)", "run.b(1)"),
            Attempt("run.b(0)", "Failed", 0, 2, "run"),
            Attempt("run.b(1)", "Failed", 3, 5, "run"),
            Node("run.good", "Succeeded", 0, 6, NodeType.Retry, "run", "run.good(0)", "run.good(1)"),
            Attempt("run.good(0)", "Failed", 0, 1, "run"),
            Attempt("run.good(1)", "Succeeded", 3, 5, "run"),
        ]));

        Assert.Equal([("run.b(1)", "run.b", 2), ("run.a[0].deep", "run.a[0].deep", 1)], causes.Select(cause => (cause.Node.Id, cause.Step.Id, cause.Attempts)));
    }

    [Fact]
    public void RootCauses_OfARunThatDidNotFail_AreNone() =>
        Assert.Empty(RootCauses.Of(NodeTree.Of([Node("run", "Succeeded", type: NodeType.Steps), Node("run[0].x", "Failed", boundary: "run")])));

    [Fact]
    public void Steps_BeyondThoseThatAreKept_LeaveTheOnesThatFailed()
    {
        var steps = StepSummaries.Of("run", [.. Enumerable.Range(0, 400).Select(i => Node($"run.t{i}", i == 399 ? "Failed" : "Succeeded", i, boundary: "run"))]);

        Assert.Equal((StepSummaries.MostSteps, "t0", "t399"), (steps.Count, steps[0].Path, steps[^1].Path));
    }

    [Fact]
    public void Steps_SumUpLoopsAndAttempts_AndComeBackAsTheyWere()
    {
        var steps = StepSummaries.Of(
            "run",
            [
                Node("run", "Failed", 0, 20, NodeType.Steps),
                Node("run[0]", "Failed", 0, 20, NodeType.StepGroup, "run"),
                Node("run[0].a(0:x)", "Succeeded", 1, 4, NodeType.Retry, "run"),
                Attempt("run[0].a(0:x)(0)", "Failed", 1, 2, "run"),
                Attempt("run[0].a(0:x)(1)", "Succeeded", 3, 4, "run"),
                Node("run[0].a(1:y)", "Failed", 2, 9, boundary: "run") with { Message = new string('m', 300), TemplateName = "work" },
                Node("run[0].late", "Running", 5, boundary: "run"),
            ]);

        Assert.Equal(["/", "a", "late"], steps.Select(step => step.Path));
        Assert.Equal(("Pod", "Failed", 2, 1, 1, 8000L), (steps[1].Type, steps[1].Phase, steps[1].Count, steps[1].Failed, steps[1].Retries, steps[1].Milliseconds));
        Assert.Equal(201, steps[1].Message!.Length);
        Assert.Null(steps[2].Milliseconds);
        Assert.Equal(steps, StepSummaries.Decode(StepSummaries.Encode(steps)));
    }
}
