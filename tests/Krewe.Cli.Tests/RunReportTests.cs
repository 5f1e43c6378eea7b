using Krewe.Cli.Rendering;
using Krewe.Model;

namespace Krewe.Cli.Tests;

public sealed class RunReportTests
{
    private static readonly RenderSettings Settings = new() { Now = RunBuilder.Start.AddMinutes(5) };

    private static Workflow Steps() => new RunBuilder("steps")
        .Node("", NodeType.Steps, template: "main", children: ["[0]"])
        .Node("[0]", NodeType.StepGroup, within: "", template: "main", children: ["[0].hello"])
        .Node("[0].hello", NodeType.Pod, within: "", template: "echo", took: 3)
        .Node("[1]", NodeType.StepGroup, within: "", at: 5, template: "main", children: ["[1].left", "[1].right", "[1].skipped"])
        .Node("[1].left", NodeType.Pod, within: "", template: "echo", at: 5, took: 61)
        .Node("[1].right", NodeType.Pod, NodePhase.Failed, within: "", template: "echo", at: 5, message: "main: Error (exit code 1)")
        .Node("[1].skipped", NodeType.Skipped, NodePhase.Skipped, within: "", at: 5, message: "when 'false' evaluated false")
        .Build();

    private static Workflow Dag() => new RunBuilder("dag") { Phase = WorkflowPhase.Running }
        .Node("", NodeType.Dag, NodePhase.Running, template: "main", children: [".a"])
        .Node(".a", NodeType.Retry, within: "", template: "flaky", children: [".a(0)", ".a(1)"])
        .Node(".a(0)", NodeType.Pod, NodePhase.Error, within: "", template: "flaky", message: "lost\nits host")
        .Node(".a(1)", NodeType.Pod, within: "", template: "flaky", at: 4)
        .Node(".b", NodeType.Retry, NodePhase.Running, within: "", template: "flaky", at: 9, children: [".b(0)"])
        .Node(".b(0)", NodeType.Pod, NodePhase.Running, within: "", template: "flaky", at: 9)
        .Node(".c", NodeType.Dag, NodePhase.Running, within: "", template: "sub", at: 10, children: [".c.x"])
        .Node(".c.x", NodeType.Suspend, NodePhase.Running, within: ".c", template: "approve", at: 10)
        .Node(".d", NodeType.Skipped, NodePhase.Omitted, within: "", at: 11, message: "omitted: depends condition not met")
        .Node(".e", NodeType.Pod, NodePhase.Pending, within: "", template: "flaky", at: 12)
        .Build(run => run with
        {
            Status = run.Status! with { EstimatedDuration = 90, ResourcesDuration = new Dictionary<string, long> { ["memory"] = 4, ["cpu"] = 61 } },
        });

    [Fact]
    public void Report_Shows_Step_Groups_As_Brackets() => GoldenFile.Equal("steps", RunReport.Lines(Steps(), Settings));

    [Fact]
    public void Report_Shows_Dags_Retries_And_Suspended_Nodes() => GoldenFile.Equal("dag", RunReport.Lines(Dag(), Settings));

    [Fact]
    public void Report_Stays_In_Ascii_When_Asked() => GoldenFile.Equal("steps-ascii", RunReport.Lines(Steps(), Settings with { Utf8 = false }));

    [Fact]
    public void Report_Wide_Adds_Artifacts_Resources_And_Hosts()
    {
        var run = new RunBuilder("wide").Node("", NodeType.Pod, template: "main").Build();
        var node = run.Status!.Nodes!["wide"] with
        {
            HostNodeName = "host-1",
            ResourcesDuration = new Dictionary<string, long> { ["cpu"] = 2 },
            Outputs = new Outputs { Artifacts = [new Artifact { Name = "one" }, new Artifact { Name = "two" }] },
        };
        run = run with { Status = run.Status with { Nodes = new Dictionary<string, NodeStatus> { ["wide"] = node } } };

        GoldenFile.Equal("wide", RunReport.Lines(run, Settings, output: "wide"));
    }

    [Fact]
    public void Report_Shows_Conditions_Parameters_Outputs_And_Message()
    {
        var run = new RunBuilder("full") { Phase = WorkflowPhase.Failed }.Build(workflow => workflow with
        {
            Spec = workflow.Spec with
            {
                ServiceAccountName = "builder",
                Shutdown = "Terminate",
                Arguments = new Arguments { Parameters = [new Parameter { Name = "message", Value = "hello" }, new Parameter { Name = "unset" }] },
            },
            Status = workflow.Status! with
            {
                Message = "Stopped with strategy 'Terminate'",
                Conditions = [new Condition { Type = "PodRunning", Status = "False" }, new Condition { Type = "SpecWarning", Status = "True", Message = "look here" }],
                Outputs = new Outputs { Parameters = [new Parameter { Name = "sum", Value = "42" }] },
            },
        });

        GoldenFile.Equal("full", RunReport.Lines(run, Settings));
    }

    [Fact]
    public void Tree_Orders_Loop_Children_By_Index()
    {
        var builder = new RunBuilder("loop").Node("", NodeType.Steps, children: ["[0]"]);
        var children = Enumerable.Range(0, 12).Select(index => $"[0].sleep({index}:i{index})").ToArray();
        builder.Node("[0]", NodeType.StepGroup, within: "", children: children);
        foreach (var child in children.Reverse())
        {
            builder.Node(child, NodeType.Pod, within: "", template: "sleep");
        }

        var shown = RunTree.Rows(builder.Build(), _ => true, utf8: true).Select(row => row!.Node.DisplayName).Skip(1);

        Assert.Equal(Enumerable.Range(0, 12).Select(index => $"sleep({index}:i{index})"), shown);
    }

    [Fact]
    public void Tree_Shows_The_Exit_Handler_Apart()
    {
        var run = new RunBuilder("exit")
            .Node("", NodeType.Pod, NodePhase.Failed, template: "main", message: "main: Error (exit code 3)")
            .Node(".onExit", NodeType.Pod, template: "bye", at: 4)
            .Build();

        GoldenFile.Equal("exit", RunReport.Tree(run, Settings));
    }

    [Fact]
    public void Tree_Shows_Only_What_The_Selector_Picks()
    {
        var rows = RunTree.Rows(Steps(), NodeChoice.Parse(null, NodePhase.Failed).Matches, utf8: true).Select(row => row!.Node.DisplayName);

        Assert.Equal(["right"], rows);
    }

    [Fact]
    public void Tree_Survives_Nodes_That_Enclose_Each_Other()
    {
        var run = new RunBuilder("odd").Node("", NodeType.Steps).Node("[0]", NodeType.Steps, within: "[1]").Node("[1]", NodeType.Steps, within: "[0]").Build();

        Assert.Single(RunTree.Rows(run, _ => true, utf8: true));
    }

    [Fact]
    public void Tree_Walks_Ten_Thousand_Levels()
    {
        var path = "";
        var builder = new RunBuilder("deep").Node("", NodeType.Steps);
        for (var level = 0; level < 10_000; level++)
        {
            // Short names: it is the nesting that counts.
            var next = $"-{level}";
            builder.Node(next, NodeType.Steps, within: path, at: level);
            path = next;
        }

        Assert.Equal(10_001, RunTree.Rows(builder.Build(), _ => true, utf8: true).Count());
    }

    [Theory]
    [InlineData(0, "0 seconds", "0s")]
    [InlineData(1, "1 second", "1s")]
    [InlineData(65, "1 minute 5 seconds", "1m")]
    [InlineData(3600, "1 hour", "1h")]
    [InlineData(90061, "1 day 1 hour", "1d")]
    public void Durations_Are_Worded_As_Argo_Words_Them(int seconds, string full, string brief)
    {
        Assert.Equal(full, Humanize.Duration(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(brief, Humanize.ShortDuration(TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void Failure_Names_The_Innermost_Node_That_Failed_First()
    {
        var run = new RunBuilder("fail") { Phase = WorkflowPhase.Failed }
            .Node("", NodeType.Dag, NodePhase.Failed, template: "main")
            .Node(".a", NodeType.Retry, NodePhase.Failed, within: "", children: [".a(0)", ".a(1)"], took: 9)
            .Node(".a(0)", NodeType.Pod, NodePhase.Failed, within: "", template: "t", took: 1, message: "first try")
            .Node(".a(1)", NodeType.Pod, NodePhase.Failed, within: "", template: "t", at: 2, took: 3, message: "last try")
            .Node(".late", NodeType.Pod, NodePhase.Error, within: "", template: "t", at: 20, message: "too late")
            .Build();

        var cause = FailureSummary.RootCause(run)!;

        Assert.Equal("last try", cause.Message);
        GoldenFile.Equal("failure", FailureSummary.Lines(run, cause, ["one", "two"], Settings));
    }

    [Fact]
    public void List_Shows_Runs_As_Rows()
    {
        Workflow[] runs = [Steps(), Dag() with { Spec = new WorkflowSpec { Priority = 5, Arguments = new Arguments { Parameters = [new Parameter { Name = "a", Value = "1" }] } } }];

        GoldenFile.Equal("list", RunTable.Lines(runs, Settings));
        GoldenFile.Equal("list-wide", RunTable.Lines(runs, Settings, namespaces: true, wide: true));
    }
}
