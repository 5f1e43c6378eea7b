using Krewe.Model;

namespace Krewe.Engine.Tests;

/// <summary>Where work is when a run has gone from one host to another.</summary>
public sealed class HostTests
{
    private const string Mixed = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {name: wf}
        spec:
          entrypoint: main
          templates:
          - name: main
            steps:
            - - {name: process, template: process}
              - {name: request, template: request}
            - - {name: next, template: process}
          - {name: process, container: {image: alpine, command: [true]}}
          - {name: request, http: {url: "http://127.0.0.1/"}}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Processes_StayWhereTheyAre_AndTheRestMovesWithTheRun(bool snapshot)
    {
        var run = new RunDriver { Host = "a" };
        run.Submit(Mixed);
        Assert.All(run.Started, work => Assert.Equal("a", work.Host));

        run.Host = "b";
        run.Restart(snapshot);

        Assert.Equal("b", run.State.Host);
        Assert.Equal([("process", "a"), ("request", "b")], run.Started.Select(work => (run.State.Nodes[work.NodeId].DisplayName!, work.Host!)).Order());
        run.End("process");
        Assert.Equal("a", run.Effects.OfType<ReleaseNode>().Last().Host);
        run.End("request");
        Assert.Equal("b", Assert.Single(run.Started).Host);
        Assert.Equal("a", run.Node("process").HostNodeName);
        Assert.Equal("b", run.Node("next").HostNodeName);
    }

    [Fact]
    public void Process_StartsAgainOnTheHostOfTheRun_WhenItsOwnIsGone()
    {
        var run = new RunDriver { Host = "a" };
        run.Submit(Mixed);
        run.Host = "b";
        run.Restart();

        run.Report(run.Node("process").Id, NodePhase.Error, "host 'a' is gone", infrastructure: true);

        var again = Assert.Single(run.Started, work => run.State.Nodes[work.NodeId].DisplayName == "process");
        Assert.Equal(("b", 1), (again.Host, again.Attempt));
        Assert.Equal(("a", 0), run.Effects.OfType<ReleaseNode>().Select(release => (release.Host!, release.Attempt)).Last());
    }

    [Fact]
    public void Cancellation_GoesToTheHostOfTheWork()
    {
        var run = new RunDriver { Host = "a" };
        run.Submit(Mixed);
        run.Host = "b";
        run.Restart();

        run.Send(new TerminateRun { Now = run.Now, CommandId = "stop" });

        Assert.Equal(["a", "b"], run.Effects.OfType<CancelNode>().Select(cancel => cancel.Host!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void RunOnOneHost_HasNoHostInItsLog()
    {
        var run = RunDriver.Create(Mixed);

        run.RunToEnd();

        Assert.All(run.Log, commit => Assert.DoesNotContain("\"ho\"", System.Text.Encoding.UTF8.GetString(EventCodec.Encode(commit)), StringComparison.Ordinal));
        Assert.All(run.State.Nodes.Values, node => Assert.Null(node.HostNodeName));
    }
}
