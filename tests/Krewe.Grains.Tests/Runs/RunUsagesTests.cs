using Krewe.Engine;
using Krewe.Model;
using Krewe.Storage;

namespace Krewe.Grains.Tests;

/// <summary>What commits of a run add to usage: each piece of work once, and the run itself where it ended last.</summary>
public sealed class RunUsagesTests
{
    private const string Manifest = """
        kind: Workflow
        metadata:
          generateName: nightly-
          annotations: {workflows.krewe.dev/folder: team/ci}
          labels: {workflows.argoproj.io/creator: ann, team: pay, other: x}
        spec:
          entrypoint: main
          templates:
          - name: main
            steps: [[{name: a, template: work}], [{name: b, template: work}]]
          - {name: work, container: {image: x}}
        """;

    private static readonly UsageKey Key = new("ns", "team/ci", "Workflow", "nightly", "ann", """{"team":"pay"}""");
    private static readonly DateOnly Monday = new(2030, 1, 7);

    private RunState _state = new();
    private DateTimeOffset _now = new(2030, 1, 7, 23, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Run_IsCountedOnce_WhenItHasEnded()
    {
        Start();
        End("a", NodePhase.Succeeded);
        End("b", NodePhase.Succeeded);

        var entry = Assert.Single(Count());

        Assert.Equal((Monday, Key), (entry.Day, entry.Key));
        Assert.Equal((1, 2, 1_200_000), (entry.Figures.RunsSucceeded, entry.Figures.StepsSucceeded, entry.Figures.RunMilliseconds));
        // Commits that follow, of the run as it is and of one that came back from its document, add nothing.
        Assert.Empty(Count());
        Reload();
        RunUsages.Adopt(_state);
        Assert.Empty(Count());
    }

    [Fact]
    public void RetriedRun_Moves_AndOnlyWhatIsNewIsAdded()
    {
        Start();
        End("a", NodePhase.Succeeded);
        End("b", NodePhase.Failed);
        Count();
        Reload();
        _now = _now.AddHours(1);
        Decide(new RetryRun { Now = _now });
        Reload();
        End("b", NodePhase.Succeeded);

        var entries = Count();

        Assert.Equal([(Monday, Key), (Monday.AddDays(1), Key)], entries.Select(entry => (entry.Day, entry.Key)));
        var (back, added) = (entries[0].Figures, entries[1].Figures);
        Assert.Equal([0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], back.ToArray());
        Assert.Equal((1, 0, 1, 1, 0, 600_000), (added.RunsSucceeded, added.RunsFailed, added.RunsRetried, added.StepsSucceeded, added.StepsFailed, added.RunMilliseconds));
    }

    [Fact]
    public void RunThatEndedBeforeItWasCounted_IsNotCountedAgain_ButItsRetryIs()
    {
        Start();
        End("a", NodePhase.Failed);
        Reload();
        RunUsages.Adopt(_state);
        Assert.Empty(Count());
        Decide(new RetryRun { Now = _now });
        End("a", NodePhase.Failed);

        var entries = Count();

        Assert.Equal(["", Key.Labels], entries.Select(entry => entry.Key.Labels));
        Assert.Equal((-1, 1), (entries[0].Figures.RunsFailed, entries[1].Figures.RunsFailed));
        Assert.Equal((1, 600_000), (entries[1].Figures.StepsFailed, entries[1].Figures.RunMilliseconds));
    }

    [Fact]
    public void RunThatWasRetriedBeforeItsEndWasStored_CountsBothLivesAtOnce()
    {
        Start();
        End("a", NodePhase.Failed);
        Decide(new RetryRun { Now = _now });
        End("a", NodePhase.Succeeded);
        End("b", NodePhase.Succeeded);

        var figures = Assert.Single(Count()).Figures;

        Assert.Equal((1, 0, 1, 2, 1, 1_800_000), (figures.RunsSucceeded, figures.RunsFailed, figures.RunsRetried, figures.StepsSucceeded, figures.StepsFailed, figures.RunMilliseconds));
    }

    private IReadOnlyList<UsageEntry> Count() => RunUsages.Count(_state, ["team", "cost"]);

    private void Start()
    {
        var workflow = ManifestReader.Strict.Read(Manifest).Of<Workflow>().Single();
        Decide(new CreateRun { Now = _now, Workflow = workflow with { Metadata = workflow.Metadata with { Name = "nightly-1", Namespace = "ns", Uid = "u", CreationTimestamp = _now } }, Config = new RunConfig() });
    }

    private void End(string step, string phase)
    {
        _now = _now.AddMinutes(10);
        var node = _state.Nodes.Values.Single(node => node.DisplayName == step);
        Decide(new NodeReported { Now = _now, NodeId = node.Id, Attempt = node.Attempt, Phase = phase });
    }

    private void Reload() => _state = RunRecord.Restore(new StoredRun { RunId = "u", LastCommit = 1, SnapshotUpto = 0, Pages = [], Log = [], Document = RunRecord.EncodeDocument(_state) });

    private void Decide(RunCommand command) => Assert.Null(RunEngine.Decide(_state, command).Rejection);
}
