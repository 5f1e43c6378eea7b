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

    private const string FanOut = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {name: wf}
        spec:
          entrypoint: main
          templates:
          - name: main
            steps:
            - - {name: process, template: process, withSequence: {count: "6"}}
              - {name: request, template: request}
          - {name: process, container: {image: alpine, command: [true]}}
          - {name: request, http: {url: "http://127.0.0.1/"}}
        """;

    [Fact]
    public void Steps_StayBesideTheRun_WhileThereIsRoom()
    {
        var run = new RunDriver { Host = "a", Hosts = [new HostRoom("a", 16), new HostRoom("b", 100)] };

        run.Submit(FanOut);

        Assert.All(run.Started, work => Assert.Equal("a", work.Host));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Steps_WithoutRoomBesideTheRun_GoWhereThereIsMost_AndStayThere(bool snapshot)
    {
        var run = new RunDriver { Host = "a", Hosts = [new HostRoom("a", 1), new HostRoom("b", 2), new HostRoom("c", 4)] };

        run.Submit(FanOut);

        string[] expected = ["a", "b", "b", "c", "c", "c"];
        Assert.Equal(expected, Processes().Select(work => work.Host!).Order(StringComparer.Ordinal));
        Assert.Equal("a", Assert.Single(run.Started, work => work.Template.Http is not null).Host);
        var given = Processes().ToDictionary(work => work.NodeId, work => work.Host);

        run.Restart(snapshot);

        Assert.Equal(given, Processes().ToDictionary(work => work.NodeId, work => work.Host));
        run.End("process(5:5)");
        Assert.Equal(given[run.Node("process(5:5)").Id], run.Effects.OfType<ReleaseNode>().Last().Host);

        IEnumerable<NodeWorkOrder> Processes() => run.Started.Where(work => work.Template.Container is not null);
    }

    [Fact]
    public void Steps_OfARunWithDaemons_StayTogether()
    {
        var run = new RunDriver { Host = "a", Hosts = [new HostRoom("a", 0), new HostRoom("b", 100)] };

        run.Submit(FanOut + "\n  - {name: served, daemon: true, container: {image: alpine, command: [sleep]}}");

        Assert.All(run.Started, work => Assert.Equal("a", work.Host));
    }

    [Fact]
    public void Step_ThatWasLostElsewhere_StartsAgainBesideTheRun()
    {
        var run = new RunDriver { Host = "a", Hosts = [new HostRoom("a", 5), new HostRoom("b", 100)] };
        run.Submit(FanOut);
        var away = Assert.Single(run.Started, work => work.Host == "b");

        run.Report(away.NodeId, NodePhase.Error, "host 'b' is gone", infrastructure: true);

        var again = Assert.Single(run.Started, work => work.NodeId == away.NodeId);
        Assert.Equal(("a", 1), (again.Host, again.Attempt));
    }

    [Fact]
    public void Retry_KeepsAwayFromTheHostThatFailed()
    {
        var run = new RunDriver { Host = "a", Hosts = [new HostRoom("a", 16), new HostRoom("b", 0)] };
        run.Submit("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: wf}
            spec:
              entrypoint: main
              templates:
              - name: main
                retryStrategy: {limit: 3, affinity: {nodeAntiAffinity: {}}}
                container: {image: alpine, command: [false]}
            """);

        run.Report(Assert.Single(run.Started).NodeId, NodePhase.Failed, "exit code 1");

        Assert.Equal("b", Assert.Single(run.Started).Host);
    }
}
