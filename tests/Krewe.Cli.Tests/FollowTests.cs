using System.Threading.Channels;
using Krewe.Cli.Following;
using Krewe.Cli.Rendering;
using Krewe.Cli.Tests.Fakes;
using Krewe.Client;
using Krewe.Model;

namespace Krewe.Cli.Tests;

public sealed class FollowTests
{
    private readonly FakeWorkflowService _service = new() { Updates = Channel.CreateUnbounded<WorkflowUpdate>() };

    [Fact]
    public async Task Plain_Output_Appends_A_Line_For_Each_Change()
    {
        _service.Add("run", WorkflowPhase.Running);
        var cli = new CliRun(_service);
        var watching = cli.RunAsync("watch", "run");
        Tell(WorkflowPhase.Running, NodePhase.Pending, isDelta: false);
        Tell(WorkflowPhase.Running, NodePhase.Running);
        Tell(WorkflowPhase.Running, NodePhase.Running);
        Tell(WorkflowPhase.Succeeded, NodePhase.Succeeded);
        _service.Updates!.Writer.Complete();

        Assert.Equal(0, await watching);
        var lines = cli.Out.Split('\n');
        Assert.Equal("10:00:01 ◷ run.step Pending", lines[0]);
        Assert.Equal("10:00:01 ● run.step Running", lines[1]);
        Assert.Equal("10:00:04 ✔ run.step Succeeded (3s): fine", lines[2]);
        Assert.StartsWith("Name:", lines[3], StringComparison.Ordinal);
        Assert.DoesNotContain('\e', cli.Out);
    }

    [Fact]
    public async Task Ctrl_C_Once_Asks_The_Run_To_Stop_And_Waits_For_It()
    {
        var started = _service.Add("run", WorkflowPhase.Running);
        var cli = new CliRun(_service);
        var following = Follow(cli, started, stops: true);

        Assert.True(cli.Context.Interrupts.Raise());
        Tell(WorkflowPhase.Failed, NodePhase.Failed, isDelta: false);
        _service.Updates!.Writer.Complete();
        var result = await following;

        Assert.Equal((ExitCodes.Interrupted, false), (result.ExitCode, result.Left));
        Assert.Contains("stop run", _service.Calls);
        Assert.Contains("Stopping run; press Ctrl-C again to leave it running.", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_Twice_Leaves_The_Run()
    {
        var started = _service.Add("run", WorkflowPhase.Running);
        var cli = new CliRun(_service);
        var following = Follow(cli, started, stops: true);

        cli.Context.Interrupts.Raise();
        cli.Context.Interrupts.Raise();
        var result = await following;

        Assert.Equal((ExitCodes.Interrupted, true), (result.ExitCode, result.Left));
        Assert.Contains("Leaving run running", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_Leaves_The_Run_At_The_First_Ctrl_C()
    {
        var started = _service.Add("run", WorkflowPhase.Running);
        var cli = new CliRun(_service);
        var following = Follow(cli, started, stops: false);

        cli.Context.Interrupts.Raise();

        Assert.True((await following).Left);
        Assert.DoesNotContain("stop run", _service.Calls);
    }

    [Fact]
    public async Task Terminal_Output_Is_Redrawn_And_Ends_With_The_Report()
    {
        _service.Add("run", WorkflowPhase.Running);
        var cli = new CliRun(_service, terminal: true);
        var watching = cli.RunAsync("watch", "run");
        Tell(WorkflowPhase.Running, NodePhase.Running, isDelta: false);
        Tell(WorkflowPhase.Succeeded, NodePhase.Succeeded);
        _service.Updates!.Writer.Complete();

        Assert.Equal(0, await watching);
        Assert.Contains('\e', cli.Out);
        Assert.Contains("Progress:", cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Live_Frame_Fits_The_Screen_And_Prefers_What_Is_Not_Done()
    {
        var builder = new RunBuilder("big") { Phase = WorkflowPhase.Running }.Node("", NodeType.Dag, NodePhase.Running);
        for (var index = 0; index < 100; index++)
        {
            builder.Node($".t{index}", NodeType.Pod, index == 97 ? NodePhase.Running : NodePhase.Succeeded, within: "", at: index);
        }

        var lines = LiveFrame.Lines(builder.Build(), new RenderSettings { Now = RunBuilder.Start }, height: 20).Select(line => line.ToString()).ToList();

        Assert.True(lines.Count <= 20);
        Assert.Contains(lines, line => line.Contains("t97", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("more", StringComparison.Ordinal));
    }

    [Fact]
    public void Deltas_Fold_Into_The_Run()
    {
        var before = new RunBuilder("run").Node(".a", NodeType.Pod).Node(".b", NodeType.Pod).Build();
        var change = new RunBuilder("run") { Phase = WorkflowPhase.Running }.Node(".b", NodeType.Pod, NodePhase.Failed).Node(".c", NodeType.Pod).Build();
        var update = new WorkflowUpdate { Type = UpdateType.Modified, Object = change with { Spec = new WorkflowSpec() }, IsDelta = true, RemovedNodes = [new RunBuilder("run").Id(".a")] };

        var after = update.Fold(before);

        Assert.Equal("main", after.Spec.Entrypoint);
        Assert.Equal(WorkflowPhase.Running, after.Status!.Phase);
        Assert.Equal([(".b", NodePhase.Failed), (".c", NodePhase.Succeeded)], after.Status.Nodes!.Values.Select(node => (node.Name["run".Length..], node.Phase!)).Order());
    }

    private Task<FollowResult> Follow(CliRun cli, Workflow started, bool stops) =>
        new RunFollower(_service, cli.Context).FollowAsync(started, new QuietView(), logs: false, stops, CancellationToken.None);

    private void Tell(string phase, string stepPhase, bool isDelta = true)
    {
        var run = new RunBuilder("run") { Phase = phase }
            .Node(".step", NodeType.Pod, stepPhase, at: 1, took: 3, message: stepPhase == NodePhase.Succeeded ? "fine" : null)
            .Build();
        _service.Updates!.Writer.TryWrite(new WorkflowUpdate { Type = UpdateType.Modified, Object = run, IsDelta = isDelta });
    }
}
